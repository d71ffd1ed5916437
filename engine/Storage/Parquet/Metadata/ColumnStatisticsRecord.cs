using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Metadata;

/// <summary>Bounds and counts of a column chunk or a page, as written: bounds are plain-encoded without lengths.</summary>
internal sealed class ColumnStatisticsRecord
{
    /// <summary>The bounds of old writers, which compared bytes as signed; sound for signed numbers only.</summary>
    public byte[]? LegacyMax { get; set; }

    public byte[]? LegacyMin { get; set; }

    /// <summary>-1 where unknown.</summary>
    public long NullCount { get; set; } = -1;

    /// <summary>-1 where unknown.</summary>
    public long DistinctCount { get; set; } = -1;

    public byte[]? Max { get; set; }
    public byte[]? Min { get; set; }
    public bool? IsMaxExact { get; set; }
    public bool? IsMinExact { get; set; }

    public static ColumnStatisticsRecord Read(ref CompactReader reader)
    {
        var record = new ColumnStatisticsRecord();
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: record.LegacyMax = reader.Binary(field).ToArray(); break;
                case 2: record.LegacyMin = reader.Binary(field).ToArray(); break;
                case 3: record.NullCount = reader.Int64(field); break;
                case 4: record.DistinctCount = reader.Int64(field); break;
                case 5: record.Max = reader.Binary(field).ToArray(); break;
                case 6: record.Min = reader.Binary(field).ToArray(); break;
                case 7: record.IsMaxExact = reader.Bool(field); break;
                case 8: record.IsMinExact = reader.Bool(field); break;
                default: reader.Skip(field); break;
            }

        return record;
    }

    public void Write(CompactWriter writer, short id)
    {
        writer.Field(id, CompactType.Struct);
        writer.BeginStruct();
        if (LegacyMax is not null)
            writer.Binary(1, LegacyMax);
        if (LegacyMin is not null)
            writer.Binary(2, LegacyMin);
        if (NullCount >= 0)
            writer.Int64(3, NullCount);
        if (DistinctCount >= 0)
            writer.Int64(4, DistinctCount);
        if (Max is not null)
            writer.Binary(5, Max);
        if (Min is not null)
            writer.Binary(6, Min);
        if (IsMaxExact is { } maxExact)
            writer.Bool(7, maxExact);
        if (IsMinExact is { } minExact)
            writer.Bool(8, minExact);
        writer.EndStruct();
    }
}
