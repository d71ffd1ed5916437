using System.Reflection;

namespace Spindle.Sql.Tests.Api;

/// <summary>Finds what stands in the public types of the session for a member of Spark's API: a name that differs in case and underscores alone, and an overload that takes as many arguments.</summary>
internal static class PublicFace
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly ILookup<string, Type> Types = typeof(Session).Assembly.GetExportedTypes().ToLookup(t => t.Name.Split('`')[0], StringComparer.OrdinalIgnoreCase);

    // Arguments by keyword and arguments for a function that is given with them: a closure's, in C#.
    private static readonly string[] OfPython = ["kwargs", "args"];

    // What these take besides a path are a format's options, which Option, Mode, PartitionBy, Schema and Format give.
    private static readonly HashSet<string> OptionTakers =
    [
        .. new[] { "csv", "json", "parquet", "text", "xml", "orc", "load" }.Select(m => $"DataFrameReader.{m}"),
        .. new[] { "csv", "json", "parquet", "text", "xml", "orc", "save", "saveAsTable" }.Select(m => $"DataFrameWriter.{m}"),
    ];

    /// <summary>True where a public member of the type of that name takes the parameters.</summary>
    /// <param name="name">The member in C#, by default called as in Python.</param>
    /// <param name="without">Parameters that have no counterpart.</param>
    public static bool Has(ApiMember member, string? name = null, IReadOnlyCollection<string>? without = null)
    {
        var wanted = OptionTakers.Contains(member.FullName) ? 1 : member.Parameters.Except(OfPython).Except(without ?? []).Count();
        return Members(member.Type, name ?? member.Name).Any(m => Room(m) >= wanted);
    }

    /// <summary>The most arguments that a public member of that name takes; null where there is none.</summary>
    public static int? Room(ApiMember member) => Members(member.Type, member.Name).Select(m => (int?)Room(m)).Max();

    /// <summary>True where a public type of that name, generic or not, has a member of that name.</summary>
    public static bool Has(string type, string member) => Members(type, member).Any();

    private static IEnumerable<MemberInfo> Members(string type, string name) =>
        Types[type].SelectMany(t => t.GetMembers(Public)).Where(m => m is MethodInfo or PropertyInfo or FieldInfo && Plain(m.Name) == Plain(name));

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static int Room(MemberInfo member)
    {
        if (member is not MethodInfo method)
            return 0;
        var parameters = method.GetParameters().Where(p => p.ParameterType != typeof(CancellationToken)).ToList();
        return parameters.Any(p => p.IsDefined(typeof(ParamArrayAttribute)) || p.IsDefined(typeof(System.Runtime.CompilerServices.ParamCollectionAttribute))) ? int.MaxValue : parameters.Count;
    }
}
