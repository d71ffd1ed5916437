using Spindle.Functions.Catalog.Families;
using Spindle.Functions.Catalog.Operators;
using Spindle.Functions.Scalars;

namespace Spindle.Functions.Catalog;

/// <summary>The one table of functions: SQL text, DataFrame calls and documentation all read it.</summary>
public sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionEntry> byName = new(StringComparer.OrdinalIgnoreCase);

    private FunctionCatalog(IEnumerable<FunctionEntry> entries, bool mayHide = false)
    {
        Entries = entries.ToList();
        foreach (var entry in Entries)
        {
            foreach (var name in entry.Names)
            {
                // The user's functions hide those of the table; two of the table's own of one name are a mistake.
                if (!mayHide && byName.TryGetValue(name, out var other))
                    throw new ArgumentException($"two functions are called {name}: {other} and {entry}", nameof(entries));
                byName[name] = entry;
            }
        }
    }

    /// <summary>Every function and operator whose types are known.</summary>
    public static FunctionCatalog Declared { get; } = new([
        .. ArithmeticOperators.Entries,
        .. PredicateOperators.Entries,
        .. BitwiseFunctions.Entries,
        .. ConditionalFunctions.Entries,
        .. MathFunctions.Entries,
        .. ChanceFunctions.Entries,
        .. StringFunctions.Entries,
        .. StringEditing.Entries,
        .. StringPatterns.Entries,
        .. EncodingFunctions.Entries,
        .. NumberFormats.Entries,
        .. UrlFunctions.Entries,
        .. CipherFunctions.Entries,
        .. CollationFunctions.Entries,
        .. DateTimeFunctions.Entries,
        .. DateTimeMaking.Entries,
        .. TimeOfDayFunctions.Entries,
        .. TimeWindowFunctions.Entries,
        .. AggregateFunctions.Entries,
        .. StatisticsFunctions.Entries,
        .. CollectingAggregates.Entries,
        .. TopItemFunctions.Entries,
        .. SketchFunctions.Aggregates,
        .. SketchFunctions.Scalars,
        .. VectorFunctions.Entries,
        .. WindowFunctions.Entries,
        .. TableFunctions.Entries,
        .. ConversionFunctions.Entries,
        .. ArrayFunctions.Entries,
        .. MapFunctions.Entries,
        .. StructFunctions.Entries,
        .. LambdaFunctions.Entries,
        .. GeneratorFunctions.Entries,
        .. MiscFunctions.Entries,
        .. JsonFunctions.Entries,
        .. VariantFunctions.Entries,
        .. CsvFunctions.Entries,
        .. XmlFunctions.Entries,
    ]);

    /// <summary>The functions and operators that queries may use: those of <see cref="Declared"/> that can also be evaluated.</summary>
    public static FunctionCatalog BuiltIn { get; } = new(Declared.Entries.Where(HasKernel));

    public IReadOnlyList<FunctionEntry> Entries { get; }

    /// <summary>The table with more functions, which hide those of the same names.</summary>
    public FunctionCatalog With(IEnumerable<FunctionEntry> more)
    {
        var added = more.ToList();
        var hidden = added.SelectMany(e => e.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new FunctionCatalog([.. Entries.Where(e => !e.Names.Any(hidden.Contains) || e.Names.Count > 1), .. added], mayHide: true);
    }

    private static bool HasKernel(FunctionEntry entry) =>
        !entry.NeedsKernel || entry.Kind != FunctionKind.Scalar || ScalarFunctions.Ids.Contains(entry.Id, StringComparer.Ordinal);

    /// <summary>The entry of a name, whatever its case; null where there is none.</summary>
    public FunctionEntry? Find(string name) => byName.GetValueOrDefault(name);
}
