using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>What a parameter accepts, and what other types become on the way in.</summary>
public abstract record TypePattern
{
    /// <summary>As error messages write it: <c>"STRING"</c>, <c>("NUMERIC" or "INTERVAL")</c>.</summary>
    public abstract string Text { get; }

    public abstract bool Accepts(DataType type);

    /// <summary>The type to which an argument that is not accepted as it is gets cast; null where there is none.</summary>
    public abstract DataType? Convert(DataType from);

    /// <summary>The type that an argument ends up with; null where it does not fit.</summary>
    public DataType? Coerce(DataType from) => Accepts(from) ? from : Convert(from);

    public static implicit operator TypePattern(DataType type) => new ExactPattern(type);
}

/// <summary>One type. Text becomes anything atomic, and whatever may be stored in the type becomes it.</summary>
public sealed record ExactPattern(DataType Type) : TypePattern
{
    public override string Text => $"\"{Type.Sql}\"";

    public override bool Accepts(DataType type) => TypeFamilies.Same(type, Type) || (Type is StringType && TypeFamilies.IsText(type));

    public override DataType? Convert(DataType from) => from switch
    {
        NullType => Type,
        _ when TypeFamilies.IsText(from) && TypeFamilies.IsAtomic(Type) => Type,
        _ when StoreAssignment.IsAllowed(from, Type) => Type,
        _ => null,
    };
}

/// <summary>A family of types.</summary>
/// <param name="Name">Spark's name of the family.</param>
/// <param name="Default">What NULL becomes.</param>
/// <param name="Adopt">What else may come in, and as what.</param>
public sealed record FamilyPattern(string Name, Func<DataType, bool> Has, DataType Default, Func<DataType, DataType?> Adopt) : TypePattern
{
    public override string Text => Name.StartsWith('(') ? Name : $"\"{Name}\"";

    public override bool Accepts(DataType type) => Has(type);

    public override DataType? Convert(DataType from) => from is NullType ? Default : Adopt(from);
}

/// <summary>Any of several patterns: the one that accepts the argument as it is, else the first that it converts to without loss, else the only one.</summary>
public sealed record OneOfPattern(ValueList<TypePattern> Choices) : TypePattern
{
    public override string Text => $"({string.Join(" or ", Choices.Select(c => c.Text))})";

    public override bool Accepts(DataType type) => Choices.Any(c => c.Accepts(type));

    private static int Width(DataType type) => type switch
    {
        ByteType => 0,
        ShortType => 1,
        IntegerType => 2,
        LongType => 3,
        DecimalType => 4,
        FloatType => 5,
        _ => 6,
    };

    public override DataType? Convert(DataType from)
    {
        var options = Choices.Select(c => c.Convert(from)).OfType<DataType>().Distinct().ToList();
        if (options.Count <= 1)
            return options.FirstOrDefault();
        if (from is NullType)
            return options[0];
        // Several would do: the closest in the order of widening.
        if (from is NumericType && options.Where(o => o is NumericType).OrderBy(Width).FirstOrDefault() is { } number)
            return number;
        return options.FirstOrDefault(o => options.All(other => CommonType.Tightest(o, other) == other)) ?? options[0];
    }
}
