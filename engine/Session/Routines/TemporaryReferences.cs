using Spindle.Analysis.Routines;
using Spindle.Columnar.Errors;

namespace Spindle.Sql.Routines;

/// <summary>What lasts cannot be made of what only this session has.</summary>
internal static class TemporaryReferences
{
    /// <param name="kind"><c>VIEW</c> or <c>FUNCTION</c>.</param>
    public static SpindleException Error(string kind, IEnumerable<string> name, TemporaryObject temporary) => new(SessionErrors.TemporaryReference,
        $"{string.Join(".", name)} would last longer than the {temporary.Kind.ToLowerInvariant()} {string.Join(".", temporary.Name)}, which is temporary",
        parameters: new Dictionary<string, string>
        {
            ["obj"] = kind,
            ["objName"] = string.Join(".", name.Select(p => $"`{p}`")),
            ["tempObj"] = temporary.Kind,
            ["tempObjName"] = string.Join(".", temporary.Name.Select(p => $"`{p}`")),
        });
}
