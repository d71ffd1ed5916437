using Spindle.Columnar.Types;

namespace Spindle.Formats.Records;

/// <summary>Types that functions read and write as text, and files do not.</summary>
internal static class FileTypes
{
    /// <exception cref="Columnar.Errors.SpindleException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE for calendar intervals anywhere in a column.</exception>
    public static void Check(string format, StructType schema)
    {
        foreach (var field in schema.Fields)
            if (HasInterval(field.Type))
                throw RecordErrors.Unsupported(format, field);
    }

    private static bool HasInterval(DataType type) => type switch
    {
        CalendarIntervalType => true,
        ArrayType array => HasInterval(array.Element),
        MapType map => HasInterval(map.Key) || HasInterval(map.Value),
        StructType fields => fields.Fields.Any(f => HasInterval(f.Type)),
        _ => false,
    };
}
