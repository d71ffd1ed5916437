using System.Diagnostics;
using Spindle.Functions.Catalog.Binding;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that stand in FROM and read no row; analysis makes plans of them.</summary>
internal static class TableFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("table_funcs")
        .Add("range", FunctionKind.Table, "The whole numbers from a start to before an end: range(end), range(start, end[, step]).",
            _ => throw new UnreachableException("range is a plan, not an expression"), needsKernel: false)
        .Add("sql_keywords", FunctionKind.Table, "The keywords of SQL, and whether they are reserved.",
            _ => throw new UnreachableException("sql_keywords is a plan, not an expression"), needsKernel: false)
        .Add("collations", FunctionKind.Table, "The collations of text.",
            _ => throw new UnreachableException("collations is a plan, not an expression"), needsKernel: false)
        .Entries;
}
