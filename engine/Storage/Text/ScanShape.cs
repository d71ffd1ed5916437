using Spindle.Columnar.Errors;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Text;

/// <summary>How a scan's columns come out of a file's.</summary>
/// <param name="FileColumns">Positions in the file's schema of the columns that are read, in the scan's order.</param>
/// <param name="Places">For each column of the scan its position among <paramref name="FileColumns"/>; -1 for partition columns.</param>
internal sealed record ScanShape(IReadOnlyList<int> FileColumns, int[] Places)
{
    public static ScanShape Of(FileScan scan)
    {
        var read = new List<int>();
        var places = new int[scan.Columns.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = -1;
            if (scan.Columns[i].Partition >= 0)
                continue;
            places[i] = read.Count;
            read.Add(PositionOf(scan, scan.Columns[i].Name));
        }

        return new ScanShape(read, places);
    }

    private static int PositionOf(FileScan scan, string name)
    {
        for (var i = 0; i < scan.FileSchema.Fields.Count; i++)
            if (scan.FileSchema.Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        throw new SpindleException(StorageErrors.UnableToInferSchema, $"the files have no column {name}");
    }
}
