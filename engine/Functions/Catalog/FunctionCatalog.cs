using Spindle.Functions.Catalog.Families;
using Spindle.Functions.Catalog.Operators;

namespace Spindle.Functions.Catalog;

/// <summary>The one table of functions: SQL text, DataFrame calls and documentation all read it.</summary>
public sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionEntry> byName = new(StringComparer.OrdinalIgnoreCase);

    private FunctionCatalog(IEnumerable<FunctionEntry> entries)
    {
        Entries = entries.ToList();
        foreach (var entry in Entries)
            foreach (var name in entry.Names)
                byName.Add(name, entry);
    }

    /// <summary>The built-in functions and operators.</summary>
    public static FunctionCatalog BuiltIn { get; } = new([
        .. ArithmeticOperators.Entries,
        .. PredicateOperators.Entries,
        .. BitwiseFunctions.Entries,
        .. ConditionalFunctions.Entries,
        .. MathFunctions.Entries,
        .. StringFunctions.Entries,
        .. DateTimeFunctions.Entries,
        .. AggregateFunctions.Entries,
        .. WindowFunctions.Entries,
        .. TableFunctions.Entries,
    ]);

    public IReadOnlyList<FunctionEntry> Entries { get; }

    /// <summary>The entry of a name, whatever its case; null where there is none.</summary>
    public FunctionEntry? Find(string name) => byName.GetValueOrDefault(name);
}
