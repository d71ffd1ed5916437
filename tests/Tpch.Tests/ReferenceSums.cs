using System.Globalization;
using Spindle.Testing;

namespace Spindle.Tpch.Tests;

/// <summary>The md5, bytes and rows of one table as the benchmark's own generator writes it.</summary>
internal sealed record ReferenceSum(string Scale, string Table, string Md5, long Bytes, long Rows)
{
    public static IEnumerable<ReferenceSum> At(string scale)
    {
        if (!SharedData.TryFind("tpch/tbl.md5", out var path))
            return [];
        return from line in File.ReadLines(path)
               where !line.StartsWith('#')
               let fields = line.Split(' ')
               where fields[0] == scale
               select new ReferenceSum(fields[0], fields[1], fields[2], Parse(fields[3]), Parse(fields[4]));
    }

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
