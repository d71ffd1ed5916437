using Spindle.Columnar.Types;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    // Past this share of all draws, more rows in one place are too unlikely to be told from none.
    private const double AlmostAll = 1 - 1e-12;

    /// <inheritdoc cref="Sample(double, long?)"/>
    /// <param name="withReplacement">True to draw rows again and again: each comes as often as a Poisson distribution with that mean says.</param>
    /// <param name="fraction">From 0; up to 1 without replacement.</param>
    public DataFrame Sample(bool withReplacement, double fraction, long? seed = null)
    {
        if (!(fraction >= 0) || double.IsInfinity(fraction) || (!withReplacement && fraction > 1))
            throw new ArgumentException(withReplacement ? "a fraction with replacement is 0 or more" : "a fraction is between 0 and 1", nameof(fraction));
        return withReplacement ? Drawn(fraction, seed) : Sample(fraction, seed);
    }

    /// <summary>
    /// Cuts the rows into frames that have each row once between them, by chance, in the proportion of the weights. Where a row goes follows from its values (and, of equal rows, from its number)
    /// and the seed, so that the frames agree whenever and however they are computed.
    /// </summary>
    /// <param name="weights">Of any sum; none negative.</param>
    /// <exception cref="ArgumentException">There are no weights, or their sum is not positive.</exception>
    public IReadOnlyList<DataFrame> RandomSplit(IReadOnlyList<double> weights, long? seed = null)
    {
        var sum = weights.Sum();
        if (weights.Any(w => !(w >= 0)) || !(sum > 0) || double.IsInfinity(sum))
            throw new ArgumentException("weights are 0 or more, and not all 0", nameof(weights));
        var marked = WithColumns((Place, PlaceOf(seed ?? BitConverter.ToInt64(Guid.NewGuid().ToByteArray()))));
        var from = 0.0;
        var parts = new List<DataFrame>();
        for (var i = 0; i < weights.Count; i++)
        {
            var to = i == weights.Count - 1 ? double.PositiveInfinity : from + (weights[i] / sum);
            parts.Add(marked.Where(Functions.Col(Place) >= from & Functions.Col(Place) < to).Drop(Place));
            from = to;
        }

        return parts;
    }

    private const string Place = "__place";

    // Equal rows are numbered, so that they do not all go to one side.
    private Column PlaceOf(long seed)
    {
        const long Mantissa = (1L << 53) - 1;
        var row = Functions.XxHash64([.. Schema.Fields.Select(f => Hashable(f))]);
        var number = Functions.RowNumber().Over(Window.PartitionBy(row).OrderBy(row));
        return Functions.XxHash64(row, number, Functions.Lit(seed)).BitwiseAnd(Mantissa).Cast(DataType.Double) / (double)(1L << 53);
    }

    private static Column Hashable(Field field)
    {
        var value = new Column(Existing(field.Name));
        return field.Type is MapType or ArrayType or StructType or VariantType ? Functions.ToJson(Functions.Struct(value)) : value;
    }

    private DataFrame Drawn(double mean, long? seed)
    {
        var chance = Functions.Col(Place);
        Column times = Functions.Lit(0);
        double share = Math.Exp(-mean), below = share;
        for (var k = 1; below < AlmostAll && share > 0; k++)
        {
            times += Functions.When(chance >= below, 1).Otherwise(0);
            share *= mean / k;
            below += share;
        }

        var counted = WithColumns((Place, Functions.Rand(seed)));
        var drawn = counted.Select([.. Schema.Fields.Select(f => new Column(Existing(f.Name))), Functions.Explode(Functions.ArrayRepeat(Functions.Lit(true), times)).As(Place)]);
        return drawn.Drop(Place);
    }
}
