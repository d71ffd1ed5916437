using System.Globalization;
using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Data;

/// <summary>
/// Literals. Doubles are whole numbers of quarters, so that their sums do not depend on the order of adding; numbers are small, so that arithmetic does not overflow.
/// </summary>
public sealed class RandomValues(Random random)
{
    private static readonly string[] Words = ["", "a", "b", "ab", "aB", "abc", "Abc", "b a", " x ", "zeta", "été", "Ω", "日本", "日本語", "😀", "a😀b", "10", "7", "%", "a_c", "longer than twelve bytes", "longer than twelve, too"];

    public Node MaybeNull(SqlType type) => random.Next(7) == 0 ? Expressions.Null(type) : Of(type);

    /// <summary>A join key: small, skewed, sometimes null.</summary>
    public Node Key() => random.Next(12) == 0 ? Expressions.Null(SqlType.Int)
        : random.Next(4) == 0 ? Expressions.Raw(SqlType.Int, "3")
        : Number(SqlType.Int, random.Next(10));

    public Node Of(SqlType type)
    {
        if (type.Element is { } element)
            return Array(type, [.. Enumerable.Range(0, random.Next(5)).Select(_ => MaybeNull(element))]);
        if (type.Fields.Count > 0)
            return Struct(type, [.. type.Fields.Select(f => MaybeNull(f.Type))]);
        if (type.Equals(SqlType.Counts))
            return Map();
        if (type.Equals(SqlType.Bool))
            return Expressions.Raw(type, random.Next(2) == 0 ? "true" : "false");
        if (type.Equals(SqlType.Text))
            return Expressions.Raw(type, $"'{Words[random.Next(Words.Length)]}'");
        if (type.Equals(SqlType.Date))
            return Expressions.Raw(type, $"DATE '{Day()}'");
        if (type.Equals(SqlType.Timestamp))
        {
            var text = $"'{Day()} {random.Next(24):00}:{random.Next(60):00}:{random.Next(60):00}{(random.Next(2) == 0 ? "" : $".{random.Next(1_000_000):000000}")}'";
            return Expressions.Raw(type, "TIMESTAMP_NTZ " + text, "TIMESTAMP " + text);
        }

        if (type.Equals(SqlType.Double) || type.Equals(SqlType.Float))
            return random.Next(30) == 0 ? Expressions.Cast(type, Expressions.Raw(SqlType.Text, "'NaN'")) : Quarters(type);
        return Number(type, type.Equals(SqlType.Small) ? random.Next(-50, 50) : type.Equals(SqlType.Long) ? random.NextInt64(-3_000_000_000, 3_000_000_000) : random.Next(-20, 40));
    }

    /// <summary>An array of the given elements, of the array's very type even where it is empty.</summary>
    public static Node Array(SqlType type, Node[] elements)
    {
        var places = string.Join(", ", Enumerable.Range(0, elements.Length).Select(i => $"{{{i}}}"));
        return Expressions.Of(type, $"CAST(array({places}) AS {type.Spark})", $"CAST([{places}] AS {type.Duck})", elements);
    }

    public static Node Struct(SqlType type, Node[] values) => Expressions.Of(type,
        $"named_struct({string.Join(", ", type.Fields.Select((f, i) => $"'{f.Name}', {{{i}}}"))})",
        $"{{{string.Join(", ", type.Fields.Select((f, i) => $"'{f.Name}': {{{i}}}"))}}}",
        values);

    private Node Map()
    {
        var keys = Words.Where(_ => random.Next(8) == 0).Take(4).ToArray();
        var entries = keys.Select(key => (Key: $"'{key}'", Value: MaybeNull(SqlType.Int))).ToArray();
        return entries.Length == 0
            ? Expressions.Raw(SqlType.Counts, "CAST(map() AS MAP<STRING, INT>)", "CAST(MAP {} AS MAP(VARCHAR, INTEGER))")
            : Expressions.Of(SqlType.Counts,
                $"map({string.Join(", ", entries.Select((e, i) => $"{e.Key}, {{{i}}}"))})",
                $"MAP {{{string.Join(", ", entries.Select((e, i) => $"{e.Key}: {{{i}}}"))}}}",
                [.. entries.Select(e => e.Value)]);
    }

    private Node Number(SqlType type, long value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        if (type.Equals(SqlType.Int))
            return Expressions.Raw(type, value < 0 ? $"({text})" : text);
        if (type.Equals(SqlType.Money))
            text += random.Next(100).ToString("'.'00", CultureInfo.InvariantCulture);
        else if (type.Equals(SqlType.Fine))
            text += random.Next(10_000).ToString("'.'0000", CultureInfo.InvariantCulture);
        else if (type.Equals(SqlType.Wide))
            text = random.NextInt64(-100_000_000_000_000, 100_000_000_000_000).ToString(CultureInfo.InvariantCulture) + random.Next(1_000_000).ToString("'.'000000", CultureInfo.InvariantCulture);
        return Expressions.Raw(type, $"CAST({text} AS {type.Spark})", $"CAST({text} AS {type.Duck})");
    }

    private Node Quarters(SqlType type)
    {
        var text = (random.Next(-200, 400) / 4.0).ToString("0.00'e0'", CultureInfo.InvariantCulture);
        return type.Equals(SqlType.Double) ? Expressions.Raw(type, $"({text})") : Expressions.Raw(type, $"CAST({text} AS {type.Spark})", $"CAST({text} AS {type.Duck})");
    }

    private string Day() => string.Create(CultureInfo.InvariantCulture,
        $"{(random.Next(10) == 0 ? random.Next(1890, 2100) : random.Next(2019, 2022)):0000}-{random.Next(1, 13):00}-{random.Next(1, 29):00}");
}
