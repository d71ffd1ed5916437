using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Coercion;

/// <summary>
/// Collations of text. UTF8_BINARY compares bytes and UTF8_LCASE the lower-case code points; both are exact. UNICODE and UNICODE_CI want ICU's tables, which the
/// engine does not carry: they compare as these two do. _RTRIM leaves spaces at the end out.
/// </summary>
public static class Collations
{
    private const string TrimSuffix = "_RTRIM";

    private static readonly string[] Names = [StringType.Utf8Binary, "UTF8_LCASE", "UNICODE", "UNICODE_CI", "UNICODE_AI", "UNICODE_CI_AI"];

    /// <summary>The collations, each by itself and without spaces at the end, and what they tell apart.</summary>
    public static IEnumerable<(string Name, bool Accents, bool Case, bool Trims)> Known =>
        from name in Names
        from trims in new[] { false, true }
        select (trims ? name + TrimSuffix : name, !name.Contains("_AI", StringComparison.Ordinal), !name.Contains("LCASE", StringComparison.Ordinal) && !name.Contains("_CI", StringComparison.Ordinal), trims);

    /// <summary>A collation as types hold it, <c>UTF8_LCASE</c>, from its name in any case, perhaps qualified by <c>SYSTEM.BUILTIN</c>.</summary>
    /// <exception cref="SpindleException">COLLATION_INVALID_NAME.</exception>
    public static string Find(string name, Origin origin)
    {
        var upper = name.ToUpperInvariant();
        var plain = upper.StartsWith("SYSTEM.BUILTIN.", StringComparison.Ordinal) ? upper["SYSTEM.BUILTIN.".Length..] : upper;
        var stem = plain.EndsWith(TrimSuffix, StringComparison.Ordinal) ? plain[..^TrimSuffix.Length] : plain;
        if (Names.Contains(stem, StringComparer.Ordinal))
            return plain;
        var near = Names.OrderBy(n => Math.Abs(n.Length - stem.Length) + n.Zip(stem).Count(p => p.First != p.Second)).First();
        throw new SpindleException(new ErrorClass("COLLATION_INVALID_NAME", "42704"), $"There is no collation {name}; did you mean {near}?", origin,
            parameters: new Dictionary<string, string> { ["collationName"] = name, ["proposals"] = near });
    }

    /// <summary>The value that equal texts of a collation share and whose bytes have its order: the text itself for plain text and every other type.</summary>
    public static Expression KeyOf(Expression value)
    {
        if (value.Type is not StringType { Collation: not StringType.Utf8Binary and var collation })
            return value;
        var key = value;
        if (collation.EndsWith(TrimSuffix, StringComparison.Ordinal))
            key = new Call("rtrim", "rtrim", [key], DataType.String, value.Nullable, FunctionTraits.NullIntolerant) { Origin = value.Origin };
        if (collation.Contains("LCASE", StringComparison.Ordinal) || collation.Contains("_CI", StringComparison.Ordinal))
            key = new Call("lower", "lower", [key], DataType.String, value.Nullable, FunctionTraits.NullIntolerant) { Origin = value.Origin };
        return key;
    }
}
