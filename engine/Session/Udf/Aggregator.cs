namespace Spindle.Sql;

/// <summary>An aggregate as a class: a state that rows are taken into, and that is merged with others where rows were taken in elsewhere.</summary>
/// <typeparam name="TInput">A row's value.</typeparam>
/// <typeparam name="TState">Numbers, records, tuples, collections: what a column can hold.</typeparam>
/// <typeparam name="TResult">The result of a group.</typeparam>
public abstract class Aggregator<TInput, TState, TResult>
{
    /// <summary>A state of no rows.</summary>
    public abstract TState Zero();

    /// <summary>The state with one more row.</summary>
    public abstract TState Reduce(TState state, TInput value);

    /// <summary>The state of the rows of both.</summary>
    public abstract TState Merge(TState left, TState right);

    /// <summary>The result of a state.</summary>
    public abstract TResult Finish(TState state);
}
