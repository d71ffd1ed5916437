using System.Reflection;
using System.Runtime.CompilerServices;

namespace Spindle.UserCode.Capturing;

/// <summary>Which objects are values that can be sent, field by field.</summary>
internal static class ObjectRules
{
    private static readonly (string Base, string Advice)[] Known =
    [
        ("System.IO.Stream", "open the file inside the function, best once for many rows in MapPartitions"),
        ("System.IO.TextWriter", "open the file inside the function, best once for many rows in MapPartitions"),
        ("System.IO.TextReader", "open the file inside the function, best once for many rows in MapPartitions"),
        ("System.Runtime.InteropServices.SafeHandle", "open it inside the function"),
        ("System.Threading.Thread", "a thread belongs to one process"),
        ("System.Threading.WaitHandle", "what waits belongs to one process"),
        ("System.Threading.Tasks.Task", "wait for its result before the call, and capture that"),
        ("System.Net.Sockets.Socket", "connect inside the function, best once for many rows in MapPartitions"),
        ("System.Net.Http.HttpMessageInvoker", "make it inside the function, best once for many rows in MapPartitions"),
        ("System.Text.RegularExpressions.Regex", "keep it in a static readonly field, which each process makes for itself"),
        ("System.Random", "make one inside the function from a captured seed"),
        ("System.Data.Common.DbConnection", "connect inside the function, best once for many rows in MapPartitions"),
    ];

    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE.CAPTURED_VALUE: it cannot be sent; the error names it.</exception>
    /// <param name="partial">True for a closure or the object that a lambda stands in, of which only what code reaches is sent.</param>
    public static void Check(Type type, string path, bool partial)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
            foreach (var (name, advice) in Known)
                if (ancestor.FullName == name)
                    throw UserCodeErrors.Captured(path, type, advice);
        if (typeof(ITravels).IsAssignableFrom(type))
            return;
        if (ProgramCode.IsEngine(type.Assembly))
            throw UserCodeErrors.Captured(path, type, "sessions, frames and columns stay in the driver; collect what the function needs, or join");
        if (ProgramCode.IsFramework(type.Assembly) && !IsPlain(type))
            throw UserCodeErrors.Captured(path, type, "capture numbers, strings, dates, arrays, lists, dictionaries or records in its place");
        if (type.IsPointer || type == typeof(nint) || type == typeof(nuint))
            throw UserCodeErrors.Captured(path, type, "addresses mean nothing in another process");
        if (partial)
            return;
        if (typeof(IDisposable).IsAssignableFrom(type))
            throw UserCodeErrors.Captured(path, type, "it is disposable and so holds something of this process; make it inside the function");
        for (var ancestor = type.BaseType; ancestor is not null && ancestor != typeof(object) && ancestor != typeof(ValueType); ancestor = ancestor.BaseType)
            if (ProgramCode.IsFramework(ancestor.Assembly))
                throw UserCodeErrors.Captured(path, type, $"it extends {UserCodeErrors.Name(ancestor)}; capture a record in its place");
    }

    /// <summary>The fields of an object, those of its base types first.</summary>
    public static IEnumerable<FieldInfo> Fields(Type type) => type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)
        ? Fields(parent).Concat(Own(type)) : Own(type);

    /// <summary>How a person finds the field: a captured variable by its name, a property by its own.</summary>
    public static string Path(string path, Type type, FieldInfo field)
    {
        var name = field.Name.StartsWith('<') && field.Name.IndexOf('>', StringComparison.Ordinal) is var end and > 1 ? field.Name[1..end] : field.Name;
        if (field.Name.EndsWith("__this", StringComparison.Ordinal))
            return $"'this' in {path}";
        if (name.StartsWith("CS$<>", StringComparison.Ordinal))
            return path;
        return ProgramCode.IsClosure(type) ? $"the variable '{name}' captured by {path}" : $"{UserCodeErrors.Name(type)}.{name} ({path})";
    }

    private static FieldInfo[] Own(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);

    private static bool IsPlain(Type type) => type.IsGenericType && type.FullName is { } name
        && (name.StartsWith("System.ValueTuple`", StringComparison.Ordinal) || name.StartsWith("System.Tuple`", StringComparison.Ordinal) || name.StartsWith("System.Collections.Generic.KeyValuePair`", StringComparison.Ordinal));
}
