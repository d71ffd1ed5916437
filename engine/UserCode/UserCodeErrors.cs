using System.Reflection;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.UserCode;

/// <summary>The errors of code that cannot travel and of code that throws.</summary>
internal static class UserCodeErrors
{
    private const string NoFeature = "0A000";

    private static readonly ErrorClass FailedExecute = new("FAILED_EXECUTE_UDF", "39000");
    private static readonly ErrorClass UnsupportedType = new("UNSUPPORTED_DATATYPE", "0A000");
    private static readonly ErrorClass NotNull = new("NOT_NULL_ASSERT_VIOLATION", "42000");
    private static readonly ErrorClass OutOfRange = new("SPINDLE_VALUE_CONVERSION", "22000");

    public static SpindleException Failed(string function, IEnumerable<DataType> arguments, DataType result, Exception inner, Origin origin)
    {
        var signature = string.Join(", ", arguments.Select(a => a.Name));
        return new SpindleException(FailedExecute, $"the function {function} ({signature}) => {result.Name} threw {inner.GetType().Name}: {inner.Message}", origin, inner,
            new Dictionary<string, string> { ["functionName"] = $"`{function}`", ["signature"] = signature, ["result"] = result.Name, ["reason"] = inner.Message });
    }

    public static SpindleException NoSqlType(Type type, string where) => new(UnsupportedType,
        $"{Name(type)}, {where}, has no SQL type: use numbers, strings, dates and times, arrays, lists and dictionaries of them, records, or classes with settable properties",
        parameters: new Dictionary<string, string> { ["typeName"] = Name(type) });

    public static SpindleException NullValue(string what) => new(NotNull, $"{what} is null, and its type holds no null: make the type nullable", parameters: new Dictionary<string, string> { ["walkedTypePath"] = what });

    public static SpindleException ValueOutOfRange(string message) => new(OutOfRange, message);

    public static SpindleException Captured(string path, Type type, string advice) => Refused("CAPTURED_VALUE",
        $"{path} is a {Name(type)}, which cannot be sent to an executor: {advice}", ("field", path), ("type", Name(type)));

    public static SpindleException MutableStatic(string method, string field) => Refused("MUTABLE_STATIC",
        $"{method} reads the static {field}, whose value an executor does not have: copy it to a local variable first, make it readonly or const, or use a broadcast variable",
        ("function", method), ("field", field));

    public static SpindleException Async(string method) => Refused("ASYNC",
        $"{method} is async, and rows are not awaited: call what it awaits with GetAwaiter().GetResult(), best once for many rows in MapPartitions", ("function", method));

    public static SpindleException SingleFile(string assembly) => Refused("SINGLE_FILE",
        $"the assembly {assembly} is no file of its own (a single-file program, or one loaded from memory), so that it cannot be sent to executors: publish without PublishSingleFile", ("assembly", assembly));

    public static SpindleException Dynamic(string method) => Refused("DYNAMIC_METHOD",
        $"{method} was made while the program ran and is in no assembly that could be sent to executors: write it in the program", ("function", method));

    public static SpindleException Signature(string method, string problem) => Refused("SIGNATURE", $"{method} cannot be a function of columns: {problem}", ("function", method));

    public static SpindleException OtherBuild(string assembly, string expected, string found) => Refused("OTHER_BUILD",
        $"{assembly} was compiled again since the query was made (build {found}, the query has {expected}): restart the program", ("assembly", assembly), ("expected", expected), ("found", found));

    public static SpindleException Missing(string assembly) => Refused("MISSING_ASSEMBLY", $"the assembly {assembly} is not among those that the program sent", ("assembly", assembly));

    public static SpindleException HandleGone(long id, Type type) => Refused("HANDLE_GONE",
        $"the {Name(type)} with the number {id} was destroyed, or is of another program", ("handle", $"{id}"));

    /// <summary>The type as C# writes it.</summary>
    public static string Name(Type type)
    {
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return type.FullName?.Replace('+', '.') ?? type.Name;
        var name = (type.GetGenericTypeDefinition().FullName ?? type.Name).Replace('+', '.');
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    /// <summary>A method as a person finds it: lambdas and local functions under the method that they stand in.</summary>
    public static string Name(MethodBase method)
    {
        var type = method.DeclaringType;
        while (type is { DeclaringType: not null } && type.Name.StartsWith('<'))
            type = type.DeclaringType;
        var prefix = type is null ? "" : Name(type) + ".";
        if (!method.Name.StartsWith('<'))
            return prefix + method.Name;
        var end = method.Name.IndexOf('>', StringComparison.Ordinal);
        var outer = method.Name[1..end] is "<Main>$" or "" ? "Main" : method.Name[1..end];
        var rest = method.Name[(end + 1)..];
        if (!rest.StartsWith("g__", StringComparison.Ordinal))
            return $"a lambda in {prefix}{outer.Trim('<', '>', '$')}";
        var bar = rest.IndexOf('|', StringComparison.Ordinal);
        return $"{prefix}{outer.Trim('<', '>', '$')}.{(bar < 0 ? rest[3..] : rest[3..bar])}";
    }

    private static SpindleException Refused(string kind, string message, params (string Name, string Value)[] parameters) =>
        new(new ErrorClass($"SPINDLE_USER_CODE.{kind}", NoFeature), message, parameters: parameters.ToDictionary(p => p.Name, p => p.Value));
}
