using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>A call as analysis hands it to the table: resolved arguments, and what the session adds.</summary>
public sealed record CallSite(string Name, ValueList<Expression> Arguments, SessionSnapshot Session, GeneratedNames Names, Origin Origin)
{
    /// <summary>The name that generated names show.</summary>
    public string DisplayName { get; init; } = Name;

    public bool Distinct { get; init; }
    public Expression? Filter { get; init; }
    public ValueList<SortKey> WithinGroup { get; init; } = [];
    public bool IgnoreNulls { get; init; }

    /// <summary>Types the body of an unresolved lambda argument, given its parameters' types and nullability.</summary>
    public Func<Expression, ValueList<(DataType Type, bool Nullable)>, Lambda>? LambdaBinder { get; init; }

    public Expression this[int index] => Arguments[index];

    public int Count => Arguments.Count;

    public DataType TypeOf(int index) => Arguments[index].Type;

    /// <summary>The call as Spark names it: <c>name(a, b)</c>.</summary>
    public string Form => FormOf(Arguments);

    public string FormOf(IEnumerable<Expression> arguments) => $"{DisplayName}({(Distinct ? "DISTINCT " : "")}{string.Join(", ", arguments.Select(Names.Of))})";

    /// <summary>The expression at this place in the text, called <paramref name="form"/>.</summary>
    public Expression Named(Expression expression, string form) => Names.Give(expression with { Origin = Origin }, form);

    public Lambda BindLambda(int index, params (DataType Type, bool Nullable)[] parameters) => LambdaBinder!(Arguments[index], parameters.ToValueList());

    /// <summary>The value in another type, by a cast that names leave out and whose errors mark the whole call.</summary>
    public Expression Convert(Expression value, DataType type) => Conversion.Implicit(value, type, Session, Names, Origin.IsKnown ? Origin : null);

    public CallSite With(IEnumerable<Expression> arguments) => this with { Arguments = arguments.ToValueList() };

    /// <summary>What an argument that depends on no row comes to; null where it depends on one, or ends in an error.</summary>
    public Literal? Folded(int index) => Evaluation.ConstantFolder.TryFold(Arguments[index], new Spindle.Columnar.Memory.MemoryBudget());

    /// <summary>A constant argument's value; null where the argument is not a literal.</summary>
    public object? ConstantOf(int index) => Conversion.LiteralOf(Arguments[index])?.Value;
}
