using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Datasets;
using Spindle.UserCode.Types;

namespace Spindle.Sql;

/// <summary>
/// A table of objects, worked on by functions of the program. Immutable; each method gives a new one, and rows are computed when an action asks for them. Steps that follow one another
/// (<see cref="Map"/>, <see cref="Filter"/>, <see cref="FlatMap"/>) run in one loop, object by object. What functions capture is copied when they are given.
/// </summary>
/// <typeparam name="T">A record, a class with settable properties, a tuple, or a simple value.</typeparam>
public sealed class Dataset<T>
{
    private readonly DataFrame frame;
    private bool isCached;

    /// <param name="frame">Its columns are the members of <typeparamref name="T"/>, in order.</param>
    internal Dataset(DataFrame frame) => this.frame = frame;

    public Session Session => frame.Session;

    /// <summary>The columns that the objects are held as.</summary>
    public StructType Schema => frame.Schema;

    /// <summary>The rows without their type.</summary>
    public DataFrame ToDF() => frame;

    /// <summary>The rows without their type, columns under new names.</summary>
    public DataFrame ToDF(params string[] names) => frame.ToDF(names);

    /// <summary>An object for each object.</summary>
    public Dataset<TResult> Map<TResult>(Func<T, TResult> function) => Step<TResult>(UserStepKind.Map, function);

    /// <summary>The objects for which the function is true.</summary>
    public Dataset<T> Filter(Func<T, bool> predicate) => Step<T>(UserStepKind.Filter, predicate);

    /// <summary>Any number of objects for each object.</summary>
    public Dataset<TResult> FlatMap<TResult>(Func<T, IEnumerable<TResult>> function) => Step<TResult>(UserStepKind.FlatMap, function);

    /// <summary>A sequence of objects for each partition's: for what is made once and used for many rows, such as a connection.</summary>
    public Dataset<TResult> MapPartitions<TResult>(Func<IEnumerable<T>, IEnumerable<TResult>> function) => Step<TResult>(UserStepKind.MapPartitions, function);

    /// <summary>Groups by a key.</summary>
    public KeyValueGroupedDataset<TKey, T> GroupByKey<TKey>(Func<T, TKey> key) => new(WithKey(key));

    /// <summary>One object a key: all with that key, two by two reduced to one.</summary>
    /// <param name="reduce">Associative and commutative: the order in which objects meet is not fixed.</param>
    public Dataset<KeyValuePair<TKey, T>> ReduceByKey<TKey>(Func<T, TKey> key, Func<T, T, T> reduce) => GroupByKey(key).ReduceGroups(reduce);

    /// <summary>Pairs of objects whose keys are equal.</summary>
    public Dataset<TResult> Join<TOther, TKey, TResult>(Dataset<TOther> other, Func<T, TKey> key, Func<TOther, TKey> otherKey, Func<T, TOther, TResult> result)
    {
        var left = WithKey(key).frame.ToDF("left_key", "Left");
        var right = other.WithKey(otherKey).frame.ToDF("right_key", "Right");
        var pairs = left.Join(right, Functions.Col("left_key") == Functions.Col("right_key")).Select("Left", "Right");
        return new Dataset<Joined<T, TOther>>(pairs).Map(new Func<Joined<T, TOther>, TResult>(new JoinedMap<T, TOther, TResult>(result).Apply));
    }

    /// <summary>Sorts by a key.</summary>
    public Dataset<T> SortBy<TKey>(Func<T, TKey> key, bool descending = false)
    {
        var keyed = WithKey(key).frame;
        var sorted = keyed.OrderBy(descending ? keyed.Col("Key").Desc() : keyed.Col("Key").Asc());
        return new Dataset<T>(SqlTypes.Find(typeof(T)) is StructType ? sorted.Select("Value.*") : sorted.Select(sorted.Col("Value").As("value")));
    }

    /// <summary>A share of the objects, chosen by chance.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    public Dataset<T> Sample(double fraction, long? seed = null) => new(frame.Sample(fraction, seed));

    /// <summary>The objects of both.</summary>
    public Dataset<T> Union(Dataset<T> other) => new(frame.Union(other.frame));

    /// <summary>Each object once; objects are equal where all their columns are.</summary>
    public Dataset<T> Distinct() => new(frame.Distinct());

    /// <summary>At most that many objects.</summary>
    public Dataset<T> Limit(int count) => new(frame.Limit(count));

    /// <summary>Keeps the objects' columns in memory once they are computed.</summary>
    public Dataset<T> Cache()
    {
        frame.Cache();
        isCached = true;
        return this;
    }

    /// <summary>Forgets what <see cref="Cache"/> keeps.</summary>
    public Dataset<T> Unpersist()
    {
        frame.Unpersist();
        isCached = false;
        return this;
    }

    /// <summary>All objects reduced to one, two by two.</summary>
    /// <param name="reduce">Associative and commutative.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public T Reduce(Func<T, T, T> reduce, CancellationToken cancellation = default)
    {
        var reduction = new Reduction<T>(reduce);
        var state = Fold(Reduction<T>.Initial, reduction.Update, reduction.Merge, Reduction<T>.State, cancellation);
        return state.Has ? state.Value : throw new InvalidOperationException("there is nothing to reduce");
    }

    /// <summary>Folds all objects into a state.</summary>
    /// <param name="zero">The state of no objects; copied for each part.</param>
    /// <param name="update">A state with one more object.</param>
    /// <param name="merge">The state of the objects of both.</param>
    public TState Aggregate<TState>(TState zero, Func<TState, T, TState> update, Func<TState, TState, TState> merge, CancellationToken cancellation = default) =>
        Fold(new Start<TState>(zero).Initial, update, merge, Start<TState>.Result, cancellation);

    /// <summary>Gives each object to a function, where it is.</summary>
    public void Foreach(Action<T> function, CancellationToken cancellation = default) => MapPartitions(new Func<IEnumerable<T>, IEnumerable<bool>>(new EachObject<T>(function).Apply)).Count(cancellation);

    /// <summary>Gives each partition's objects to a function, where they are.</summary>
    public void ForeachPartition(Action<IEnumerable<T>> function, CancellationToken cancellation = default) =>
        MapPartitions(new Func<IEnumerable<T>, IEnumerable<bool>>(new EachPartition<T>(function).Apply)).Count(cancellation);

    /// <summary>The number of objects.</summary>
    public long Count(CancellationToken cancellation = default) => frame.Count(cancellation);

    /// <summary>Runs the plan and gives all objects.</summary>
    public IReadOnlyList<T> Collect(CancellationToken cancellation = default) => [.. Rows(cancellation)];

    /// <summary>The first objects.</summary>
    public IReadOnlyList<T> Take(int count, CancellationToken cancellation = default) => Limit(count).Collect(cancellation);

    /// <summary>The first object.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T First(CancellationToken cancellation = default) => Take(1, cancellation) is [var first] ? first : throw new InvalidOperationException("the dataset is empty");

    /// <summary>Prints the first objects as a table.</summary>
    public void Show(int count = 20, int truncate = 20) => frame.Show(count, truncate);

    internal Dataset<Keyed<TKey, T>> WithKey<TKey>(Func<T, TKey> key) => Map(new Func<T, Keyed<TKey, T>>(new KeyedMap<T, TKey>(key).Apply));

    /// <summary>The dataset as one column <c>Value</c> of whole objects.</summary>
    private DataFrame Whole() => Map(new Func<T, Held<T>>(Holding<T>.Apply)).ToDF();

    private TResult Fold<TState, TResult>(Func<TState> initial, Func<TState, T, TState> update, Func<TState, TState, TState> merge, Func<TState, TResult> evaluate, CancellationToken cancellation)
    {
        var folded = Whole().Agg(Functions.Udaf(initial, update, merge, evaluate).Apply("Value").As("Value"));
        return new Dataset<Held<TResult>>(folded).Collect(cancellation)[0].Value;
    }

    private Dataset<TResult> Step<TResult>(UserStepKind kind, Delegate function)
    {
        var columns = SqlTypes.Columns(typeof(TResult), "the type of the rows").Fields.Select(f => new ColumnReference(ColumnId.Next(), f.Name, f.Type, f.Nullable, [])).ToValueList();
        var step = new UserStep(kind, DelegateCapture.Of(function));
        // A step after steps goes into their loop; a partition is of what those before it gave.
        var plan = kind != UserStepKind.MapPartitions && !isCached && frame.Plan is UnresolvedFrame { Child: UserRows rows } ? new UserRows([.. rows.Steps, step], [], columns, rows.Child) : new UserRows([step], [], columns, frame.Plan);
        return new Dataset<TResult>(frame.With(plan));
    }

    private IEnumerable<T> Rows(CancellationToken cancellation)
    {
        using var decoder = new Spindle.UserCode.Objects.ObjectDecoder<T>(frame.Schema, Session.State.Budget);
        foreach (var batch in frame.Batches(cancellation))
            foreach (var item in decoder.Decode(batch))
                yield return item;
    }
}
