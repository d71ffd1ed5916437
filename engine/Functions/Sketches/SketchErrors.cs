using Spindle.Columnar.Errors;

namespace Spindle.Functions.Sketches;

/// <summary>What goes wrong with sketches.</summary>
internal static class SketchErrors
{
    public static SpindleException Invalid(string function, Origin origin)
    {
        var kind = function[..function.IndexOf('_', StringComparison.Ordinal)].ToUpperInvariant();
        return Of($"{kind}_INVALID_INPUT_SKETCH_BUFFER", kind == "HLL" ? "22546" : "22000", $"{function} was given bytes that are no sketch of its kind.", function, origin);
    }

    public static SpindleException DifferentSizes(string function, int left, int right, Origin origin) => Of("HLL_UNION_DIFFERENT_LG_K", "22000",
        $"{function} was given sketches of {left} and {right} bits; say true as its last argument to unite them in the fewer.", function, origin, ("left", $"{left}"), ("right", $"{right}"));

    public static SpindleException InvalidBits(string function, int bits, Origin origin) => Of("HLL_INVALID_LG_K", "22546",
        $"{function} takes from {DistinctSketch.LeastBits} to {DistinctSketch.MostBits} bits, not {bits}.", function, origin,
        ("min", $"{DistinctSketch.LeastBits}"), ("max", $"{DistinctSketch.MostBits}"), ("value", $"{bits}"));

    public static SpindleException InvalidEntries(string function, int bits, Origin origin) => Of("SKETCH_INVALID_LG_NOM_ENTRIES", "22003",
        $"{function} takes from {KeySketch.LeastBits} to {KeySketch.MostBits} as the logarithm of its number of entries, not {bits}.", function, origin,
        ("min", $"{KeySketch.LeastBits}"), ("max", $"{KeySketch.MostBits}"), ("value", $"{bits}"));

    public static SpindleException InvalidRank(string function, Origin origin) =>
        new(new ErrorClass("KLL_SKETCH_INVALID_QUANTILE_RANGE", "22003"), $"{function} takes ranks from 0 to 1.", origin, parameters: new Dictionary<string, string> { ["functionName"] = $"`{function}`" });

    public static SpindleException InvalidMode(string function, string mode, Origin origin) => Of("TUPLE_INVALID_SKETCH_MODE", "22023",
        $"'{mode}' is no mode of {function}; use {string.Join(", ", SketchForm.Modes)}.", function, origin, ("mode", mode), ("validModes", string.Join(", ", SketchForm.Modes)));

    public static SpindleException NotConstant(string errorClass, string function, Origin origin, string parameter = "function") =>
        new(new ErrorClass(errorClass, "42K0E"), $"{function} takes its size as a constant.", origin, parameters: new Dictionary<string, string> { [parameter] = $"`{function}`" });

    private static SpindleException Of(string errorClass, string state, string message, string function, Origin origin, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var all = new Dictionary<string, string> { ["function"] = $"`{function}`" };
        foreach (var (name, value) in parameters)
            all[name] = value;
        return new SpindleException(new ErrorClass(errorClass, state), message, origin, parameters: all);
    }
}
