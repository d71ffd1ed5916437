using Spindle.Columnar.Errors;

namespace Spindle.Formats.Variants;

/// <summary>The errors of variants, with Spark's names and SQLSTATEs.</summary>
public static class VariantErrors
{
    private static readonly ErrorClass MalformedVariant = new("MALFORMED_VARIANT", "22023");
    private static readonly ErrorClass DuplicateKeyClass = new("VARIANT_DUPLICATE_KEY", "22023");
    private static readonly ErrorClass PathTypeMismatch = new("VARIANT_PATH_TYPE_MISMATCH", "22023");
    private static readonly ErrorClass UnknownPrimitive = new("UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT", "22023");
    private static readonly ErrorClass GetPath = new("INVALID_VARIANT_GET_PATH", "22023");
    private static readonly ErrorClass EditPath = new("INVALID_VARIANT_PATH", "22023");

    public static SpindleException Malformed(Origin origin = default) => new(MalformedVariant, "the bytes are no variant: they were cut off or written by something else", origin);

    public static SpindleException Unknown(int id) => new(UnknownPrimitive, $"a variant holds a primitive of the unknown type {id}", parameters: new Dictionary<string, string> { ["id"] = $"{id}" });

    public static SpindleException DuplicateKey(string key, Origin origin = default) =>
        new(DuplicateKeyClass, $"the object has the key {key} twice", origin, parameters: new Dictionary<string, string> { ["key"] = key });

    public static SpindleException Mismatch(string function, string path, string failedAt, Origin origin) => new(PathTypeMismatch,
        $"{function}: the path {path} does not fit the value: {failedAt} is neither the object nor the array that the path needs", origin,
        parameters: new Dictionary<string, string> { ["functionName"] = $"`{function}`", ["path"] = path, ["failedAt"] = failedAt });

    public static SpindleException InvalidPath(string function, string path, Origin origin) => new(function.EndsWith("variant_get", StringComparison.Ordinal) ? GetPath : EditPath,
        $"{function}: '{path}' is no path; a path begins with $ and goes on with .name, ['name'] or [0]", origin,
        parameters: new Dictionary<string, string> { ["functionName"] = $"`{function}`", ["path"] = path });
}
