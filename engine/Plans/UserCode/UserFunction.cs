using Spindle.Columnar.Types;

namespace Spindle.Plans.UserCode;

/// <summary>How a user function takes its arguments.</summary>
public enum UserFunctionForm : byte
{
    /// <summary>One value an argument, one result: called once a row.</summary>
    Row,

    /// <summary>A span of values an argument and a span for the results: called once for many rows.</summary>
    Span,
}

/// <summary>A parameter of a user function.</summary>
/// <param name="Type">Arguments are cast to it; a decimal of any precision and a timestamp of either kind stay what they are.</param>
/// <param name="TakesNull">False where a null argument makes the result null and the function is not called.</param>
public sealed record UserParameter(DataType Type, bool TakesNull);

/// <summary>A scalar function of the user's: its code and its signature.</summary>
/// <param name="IsDeterministic">True when equal arguments give equal results.</param>
public sealed record UserFunction(UserDelegate Code, UserFunctionForm Form, ValueList<UserParameter> Parameters, DataType Result, bool ResultNullable, bool IsDeterministic);

/// <summary>An aggregate function of the user's: four delegates over a state of their own type.</summary>
/// <param name="Initial">Makes an empty state.</param>
/// <param name="Update">Takes a state and a row's arguments, gives the state after the row.</param>
/// <param name="Merge">Takes two states, gives the state of the rows of both.</param>
/// <param name="Evaluate">Takes a state, gives the result.</param>
/// <param name="State">The columns that a state spills and travels as.</param>
public sealed record UserAggregate(UserDelegate Initial, UserDelegate Update, UserDelegate Merge, UserDelegate Evaluate, ValueList<UserParameter> Parameters, StructType State,
    DataType Result, bool ResultNullable, bool IsDeterministic);
