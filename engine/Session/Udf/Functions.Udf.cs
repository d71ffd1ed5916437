using Spindle.UserCode.Aggregates;
using Spindle.UserCode.Calls;

namespace Spindle.Sql;

public static partial class Functions
{
    /// <summary>A function of the program for columns: <c>Udf((double x) => x * 2).Apply(Col("a"))</c>. What it may be: <see cref="UdfRegistration.Register(string, Delegate, bool)"/>.</summary>
    public static UserDefinedFunction Udf(Delegate function, bool deterministic = true) => new("UDF", FunctionShape.Of(function, deterministic));

    /// <summary>An aggregate of the program for columns.</summary>
    public static UserDefinedAggregate Udaf<TInput, TState, TResult>(Aggregator<TInput, TState, TResult> aggregator) => new(aggregator.GetType().Name, AggregateShape.Of(
        new Func<TState>(aggregator.Zero), new Func<TState, TInput, TState>(aggregator.Reduce), new Func<TState, TState, TState>(aggregator.Merge), new Func<TState, TResult>(aggregator.Finish)));

    /// <inheritdoc cref="UdfRegistration.RegisterAggregate"/>
    public static UserDefinedAggregate Udaf(Delegate initial, Delegate update, Delegate merge, Delegate evaluate) => new("UDAF", AggregateShape.Of(initial, update, merge, evaluate));

    /// <summary>A function by the name it is registered under.</summary>
    public static Column CallUdf(string name, params Column[] arguments) => Call(name, arguments);
}
