using Spindle.Functions.Catalog;
using Spindle.UserCode.Aggregates;
using Spindle.UserCode.Calls;

namespace Spindle.Sql;

/// <summary>
/// Makes functions of the program callable by name, in SQL and by <see cref="Functions.CallUdf"/>.
/// <code>
/// session.Udf.Register("discounted", (double price, double rate) => price * (1 - rate));
/// session.Sql("SELECT discounted(price, 0.1) FROM sales").Show();
/// </code>
/// </summary>
public sealed class UdfRegistration
{
    private readonly Session session;

    internal UdfRegistration(Session session) => this.session = session;

    /// <summary>Registers a function of up to ten values, or of spans.</summary>
    /// <param name="name">In any case; it hides a function of the table of the same name.</param>
    /// <param name="function">
    /// <c>(long x, string? s) => …</c>, called once a row: a parameter that holds no null is not called with one, the result is null then. Or, called once for many rows,
    /// <c>(ReadOnlySpan&lt;double> a, ReadOnlySpan&lt;double> b, Span&lt;double> result) => …</c>. Variables that it captures are copied now.
    /// </param>
    /// <param name="deterministic">False where equal arguments may give different results.</param>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE: it captured or reads what cannot be sent to executors; UNSUPPORTED_DATATYPE: a type has no SQL type.</exception>
    public UserDefinedFunction Register(string name, Delegate function, bool deterministic = true) => Register(name, new UserDefinedFunction(name, FunctionShape.Of(function, deterministic)));

    /// <summary>Registers a function made by <see cref="Functions.Udf"/>.</summary>
    public UserDefinedFunction Register(string name, UserDefinedFunction function)
    {
        session.State.Functions.Register(UserFunctionEntries.Of(name, function.Function));
        return function.Named(name);
    }

    /// <summary>Registers an aggregate.</summary>
    /// <param name="initial"><c>() => state</c>: an empty state; numbers, records, tuples, arrays and so on.</param>
    /// <param name="update"><c>(state, value …) => state</c>. Rows with a null that a parameter does not hold are left out.</param>
    /// <param name="merge"><c>(state, state) => state</c>.</param>
    /// <param name="evaluate"><c>state => result</c>.</param>
    public UserDefinedAggregate RegisterAggregate(string name, Delegate initial, Delegate update, Delegate merge, Delegate evaluate, bool deterministic = true) =>
        Register(name, new UserDefinedAggregate(name, AggregateShape.Of(initial, update, merge, evaluate, deterministic)));

    /// <summary>Registers an aggregate that a class describes.</summary>
    public UserDefinedAggregate Register<TInput, TState, TResult>(string name, Aggregator<TInput, TState, TResult> aggregator) => Register(name, Functions.Udaf(aggregator));

    /// <summary>Registers an aggregate made by <see cref="Functions.Udaf{TInput, TState, TResult}"/>.</summary>
    public UserDefinedAggregate Register(string name, UserDefinedAggregate aggregate)
    {
        session.State.Functions.Register(UserFunctionEntries.Of(name, aggregate.Function));
        return aggregate.Named(name);
    }
}
