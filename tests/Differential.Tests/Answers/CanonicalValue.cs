using System.Globalization;
using System.Text.Json;

namespace Spindle.Differential.Tests.Answers;

/// <summary>Order and likeness of canonical values.</summary>
public static class CanonicalValue
{
    /// <summary>How far apart two doubles may be, relative to the larger.</summary>
    public const double Tolerance = 1e-9;

    public static readonly Comparer<IReadOnlyList<object?>> RowOrder = Comparer<IReadOnlyList<object?>>.Create(CompareRows);

    public static bool Alike(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (double a, double b) => Alike(a, b),
        (string a, string b) => a == b,
        (NestedValue a, NestedValue b) => a.Kind == b.Kind && Alike(a.Items, b.Items),
        _ => false,
    };

    public static bool Alike(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
            if (!Alike(left[i], right[i]))
                return false;
        return true;
    }

    public static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        _ when json.TryGetProperty("f", out var special) => double.Parse(special.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ when json.TryGetProperty("l", out var items) => new NestedValue('l', [.. items.EnumerateArray().Select(FromJson)]),
        _ when json.TryGetProperty("r", out var fields) => new NestedValue('r', [.. fields.EnumerateArray().Select(FromJson)]),
        _ => OfEntries(json.GetProperty("m").EnumerateArray().Select(e => (FromJson(e[0]), FromJson(e[1])))),
    };

    /// <summary>A map, whose entries have no order.</summary>
    public static NestedValue OfEntries(IEnumerable<(object? Key, object? Value)> entries) =>
        new('m', [.. entries.Select(e => (object?)new NestedValue('r', [e.Key, e.Value])).OrderBy(e => ((NestedValue)e!).Items, RowOrder)]);

    public static string Show(object? value) => value switch
    {
        null => "null",
        double number => "f:" + number.ToString("R", CultureInfo.InvariantCulture),
        NestedValue nested => (nested.Kind == 'l' ? "[" : nested.Kind == 'r' ? "{" : "m{") + string.Join(", ", nested.Items.Select(Show)) + (nested.Kind == 'l' ? "]" : "}"),
        _ => (string)value,
    };

    private static bool Alike(double left, double right) =>
        left.Equals(right) || left == right || Math.Abs(left - right) <= Tolerance * Math.Max(Math.Abs(left), Math.Abs(right)) || Math.Abs(left - right) < 1e-12;

    private static int CompareRows(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        // What is exact decides first: doubles that differ in a last digit must not part rows that belong together.
        for (var pass = 0; pass < 2; pass++)
            for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
                if ((left[i] is double || right[i] is double) == (pass == 1) && Compare(left[i], right[i]) is not 0 and var order)
                    return order;
        return left.Count.CompareTo(right.Count);
    }

    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (NestedValue a, NestedValue b) => CompareRows(a.Items, b.Items),
        _ => Rank(left).CompareTo(Rank(right)),
    };

    private static int Rank(object value) => value is double ? 0 : value is string ? 1 : 2;
}
