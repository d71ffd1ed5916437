using Spindle.Columnar.Types;
using Spindle.Plans.Unresolved;
using Spindle.Plans.UserCode;

namespace Spindle.Sql;

/// <summary>A function of the program, to be called on columns.</summary>
public sealed class UserDefinedFunction
{
    internal UserDefinedFunction(string name, UserFunction function)
    {
        Name = name;
        Function = function;
    }

    public string Name { get; }

    /// <summary>The type of its results.</summary>
    public DataType ResultType => Function.Result;

    internal UserFunction Function { get; }

    /// <summary>A call.</summary>
    public Column Apply(params Column[] arguments) => new(new UnresolvedUserCall(Name, Function, DataFrame.Items(arguments)));

    /// <summary>The same function, under which name results are called.</summary>
    public UserDefinedFunction Named(string name) => new(name, Function);
}

/// <summary>An aggregate of the program, to be called on columns.</summary>
public sealed class UserDefinedAggregate
{
    internal UserDefinedAggregate(string name, UserAggregate function)
    {
        Name = name;
        Function = function;
    }

    public string Name { get; }

    /// <summary>The type of its results.</summary>
    public DataType ResultType => Function.Result;

    internal UserAggregate Function { get; }

    /// <summary>A call.</summary>
    public Column Apply(params Column[] arguments) => new(new UnresolvedUserAggregateCall(Name, Function, DataFrame.Items(arguments)));

    /// <summary>The same aggregate, under which name results are called.</summary>
    public UserDefinedAggregate Named(string name) => new(name, Function);
}
