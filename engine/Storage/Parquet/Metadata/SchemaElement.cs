using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Metadata;

/// <summary>One node of a file's schema, which the footer lists depth first.</summary>
internal sealed class SchemaElement
{
    /// <summary>Null for groups.</summary>
    public PhysicalKind? Type { get; set; }

    public int TypeLength { get; set; }
    public Repetition Repetition { get; set; }
    public string Name { get; set; } = "";
    public int Children { get; set; }
    public ConvertedKind Converted { get; set; } = ConvertedKind.None;
    public int Scale { get; set; }
    public int Precision { get; set; }
    public LogicalAnnotation? Logical { get; set; }

    public static SchemaElement Read(ref CompactReader reader)
    {
        var element = new SchemaElement();
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: element.Type = (PhysicalKind)reader.Int32(field); break;
                case 2: element.TypeLength = reader.Int32(field); break;
                case 3: element.Repetition = (Repetition)reader.Int32(field); break;
                case 4: element.Name = reader.Text(field); break;
                case 5: element.Children = reader.Int32(field); break;
                case 6: element.Converted = (ConvertedKind)reader.Int32(field); break;
                case 7: element.Scale = reader.Int32(field); break;
                case 8: element.Precision = reader.Int32(field); break;
                case 10 when field.Type == CompactType.Struct: element.Logical = LogicalAnnotation.Read(ref reader); break;
                default: reader.Skip(field); break;
            }

        return element;
    }

    public void Write(CompactWriter writer, bool isRoot)
    {
        writer.BeginStruct();
        if (Type is { } type)
        {
            writer.Int32(1, (int)type);
            if (type == PhysicalKind.FixedLenByteArray)
                writer.Int32(2, TypeLength);
        }

        if (!isRoot)
            writer.Int32(3, (int)Repetition);
        writer.Text(4, Name);
        if (Type is null)
            writer.Int32(5, Children);
        if (Converted != ConvertedKind.None)
            writer.Int32(6, (int)Converted);
        if (Converted == ConvertedKind.Decimal)
        {
            writer.Int32(7, Scale);
            writer.Int32(8, Precision);
        }

        Logical?.Write(writer, 10);
        writer.EndStruct();
    }
}
