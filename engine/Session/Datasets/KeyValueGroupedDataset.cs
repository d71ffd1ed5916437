using Spindle.UserCode.Datasets;

namespace Spindle.Sql;

/// <summary>Objects grouped by a key.</summary>
public sealed class KeyValueGroupedDataset<TKey, T>
{
    private readonly Dataset<Keyed<TKey, T>> keyed;

    internal KeyValueGroupedDataset(Dataset<Keyed<TKey, T>> keyed) => this.keyed = keyed;

    /// <summary>Each key once.</summary>
    public Dataset<TKey> Keys() => keyed.ToDF().Select(keyed.ToDF().Col("Key")).Distinct().As<TKey>();

    /// <summary>An object for each key and the objects that have it, which are all in memory at once.</summary>
    public Dataset<TResult> MapGroups<TResult>(Func<TKey, IEnumerable<T>, TResult> function) =>
        Groups().Map(new Func<KeyedGroup<TKey, T>, TResult>(new GroupMap<TKey, T, TResult>(function).Apply));

    /// <summary>Any number of objects for each key and the objects that have it.</summary>
    public Dataset<TResult> FlatMapGroups<TResult>(Func<TKey, IEnumerable<T>, IEnumerable<TResult>> function) =>
        Groups().FlatMap(new Func<KeyedGroup<TKey, T>, IEnumerable<TResult>>(new GroupMap<TKey, T, IEnumerable<TResult>>(function).Apply));

    /// <summary>Any number of objects for each key that one of two datasets has, and the objects that have it there and here, which are all in memory at once.</summary>
    public Dataset<TResult> Cogroup<TOther, TResult>(KeyValueGroupedDataset<TKey, TOther> other, Func<TKey, IEnumerable<T>, IEnumerable<TOther>, IEnumerable<TResult>> function)
    {
        var left = Groups().ToDF("left_key", "Left");
        var right = other.Groups().ToDF("right_key", "Right");
        var groups = left.Join(right, Functions.Col("left_key").EqNullSafe(Functions.Col("right_key")), "full")
            .Select(Functions.When(Functions.Col("Left").IsNotNull(), Functions.Col("left_key")).Otherwise(Functions.Col("right_key")).As("Key"), "Left", "Right");
        return new Dataset<CoKeyed<TKey, T, TOther>>(groups).FlatMap(new Func<CoKeyed<TKey, T, TOther>, IEnumerable<TResult>>(new CogroupMap<TKey, T, TOther, TResult>(function).Apply));
    }

    /// <summary>The objects of each key, two by two reduced to one; only the result so far is kept.</summary>
    /// <param name="reduce">Associative and commutative.</param>
    public Dataset<KeyValuePair<TKey, T>> ReduceGroups(Func<T, T, T> reduce)
    {
        var reduction = new Reduction<T>(reduce);
        return Aggregated<T>(Functions.Udaf(new Func<Reduced<T>>(Reduction<T>.Initial), new Func<Reduced<T>, T, Reduced<T>>(reduction.Update),
            new Func<Reduced<T>, Reduced<T>, Reduced<T>>(reduction.Merge), new Func<Reduced<T>, T>(Reduction<T>.Result)));
    }

    /// <summary>An aggregate of the objects of each key.</summary>
    public Dataset<KeyValuePair<TKey, TResult>> Agg<TState, TResult>(Aggregator<T, TState, TResult> aggregator) => Aggregated<TResult>(Functions.Udaf(aggregator));

    /// <summary>The number of objects of each key.</summary>
    public Dataset<KeyValuePair<TKey, long>> Count() => keyed.ToDF().GroupBy("Key").Agg(Functions.Count(Functions.Lit(1)).As("Value")).As<KeyValuePair<TKey, long>>();

    private Dataset<KeyValuePair<TKey, TResult>> Aggregated<TResult>(UserDefinedAggregate aggregate) =>
        keyed.ToDF().GroupBy("Key").Agg(aggregate.Apply("Value").As("Value")).As<KeyValuePair<TKey, TResult>>();

    private Dataset<KeyedGroup<TKey, T>> Groups() =>
        keyed.ToDF().GroupBy("Key").Agg(Functions.CollectList(Functions.Struct("Value")).As("Values")).As<KeyedGroup<TKey, T>>();
}
