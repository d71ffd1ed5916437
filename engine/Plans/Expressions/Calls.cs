using Spindle.Columnar.Types;

namespace Spindle.Plans.Expressions;

/// <summary>What a failing operation does: raise (ANSI), give null (<c>try_</c>), or Spark's behaviour with ANSI off.</summary>
public enum EvaluationMode : byte
{
    Ansi,
    Try,
    Legacy,
}

public enum ArithmeticOperator : byte
{
    Add,
    Subtract,
    Multiply,

    /// <summary><c>/</c>: fractional division.</summary>
    Divide,

    /// <summary><c>div</c>: whole division, a BIGINT.</summary>
    IntegralDivide,
    Remainder,
}

/// <summary>
/// Arithmetic on two numbers of one type (decimals: of any precision and scale each, the result's given by <paramref name="ResultType"/>).
/// Arithmetic on dates, times and intervals is a <see cref="Call"/>.
/// </summary>
public sealed record Arithmetic(ArithmeticOperator Operator, Expression Left, Expression Right, DataType ResultType, EvaluationMode Mode) : Expression
{
    public override DataType Type => ResultType;

    public override bool Nullable => Left.Nullable || Right.Nullable || Mode == EvaluationMode.Try
        || (Mode == EvaluationMode.Legacy && (ResultType is DecimalType || Operator >= ArithmeticOperator.Divide));

    public override bool RaisesItself => Mode == EvaluationMode.Ansi
        && (ResultType is IntegralType or DecimalType || Operator >= ArithmeticOperator.Divide);

    public override ValueList<Expression> Children => [Left, Right];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Left = children[0], Right = children[1] };
    public override string Sql => $"({Left.Sql} {Symbol} {Right.Sql})";

    public string Symbol => Operator switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        ArithmeticOperator.IntegralDivide => "div",
        _ => "%",
    };
}

/// <summary>A conversion to another type.</summary>
/// <param name="TimeZone">The session's zone where the conversion needs one (captured at analysis), else null.</param>
/// <param name="Implicit">True when coercion put it there: names leave it out.</param>
public sealed record Cast(Expression Child, DataType Target, EvaluationMode Mode, string? TimeZone = null, bool Implicit = false) : Expression
{
    public override DataType Type => Target;
    // NaN and the infinities are null as decimals, with ANSI on too.
    public override bool Nullable => Child.Nullable || Mode != EvaluationMode.Ansi || Child.Type is VariantType || (Target is DecimalType && Child.Type is FloatType or DoubleType);
    public override bool RaisesItself => Mode == EvaluationMode.Ansi && CastSafety.CanRaise(Child.Type, Target);
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => Implicit ? Child.Sql : $"{(Mode == EvaluationMode.Try ? "TRY_CAST" : "CAST")}({Child.Sql} AS {Target.Sql})";
}

/// <summary>What the optimizer may assume of a function.</summary>
[Flags]
public enum FunctionTraits : byte
{
    None = 0,

    /// <summary>Some input ends in an error.</summary>
    CanRaise = 1,

    /// <summary>Equal arguments may give different results (<c>rand</c>, <c>uuid</c>).</summary>
    Nondeterministic = 2,

    /// <summary>Null as soon as one argument is null.</summary>
    NullIntolerant = 4,

    /// <summary>Of a key that stands twice in the map that it makes, the last value stays; without it, that is an error.</summary>
    LastKeyWins = 8,
}

/// <summary>
/// A scalar function. <paramref name="Function"/> is its id in the table of functions (lower case, no alias); <paramref name="Name"/> is the name as written,
/// for generated column names. Functions that depend on the session (its zone, its clock) get that as a literal argument at analysis.
/// </summary>
public sealed record Call(string Function, string Name, ValueList<Expression> Arguments, DataType ResultType, bool IsNullable, FunctionTraits Traits) : Expression
{
    public override DataType Type => ResultType;
    public override bool Nullable => IsNullable;
    public override bool RaisesItself => Traits.HasFlag(FunctionTraits.CanRaise);
    public override bool IsDeterministicItself => !Traits.HasFlag(FunctionTraits.Nondeterministic);
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };

    /// <summary>The generated name where the function has a form of its own (<c>a LIKE b</c>, <c>EXTRACT(YEAR FROM d)</c>); null for <c>name(a, b)</c>.</summary>
    public string? Text { get; init; }

    public override string Sql => Text ?? $"{Name}({string.Join(", ", Arguments.Select(a => a.Sql))})";

    // The written name is for display: substr and substring of the same arguments are the same call.
    public bool Equals(Call? other) => other is not null && Function == other.Function && ResultType == other.ResultType && Arguments.Equals(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(Function, ResultType, Arguments);
}

/// <summary>A field of a struct by position.</summary>
public sealed record GetField(Expression Child, int Ordinal, string Name) : Expression
{
    private Field Field => ((StructType)Child.Type).Fields[Ordinal];

    public override DataType Type => Field.Type;
    public override bool Nullable => Child.Nullable || Field.Nullable;
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => $"{Child.Sql}.{Name}";
}

/// <summary>A parameter of a lambda function, inside its body.</summary>
public sealed record LambdaVariable(ColumnId Id, string Name, DataType VariableType, bool IsNullable) : LeafExpression
{
    public override DataType Type => VariableType;
    public override bool Nullable => IsNullable;
    public override string Sql => $"namedlambdavariable()";

    public bool Equals(LambdaVariable? other) => other is not null && other.Id == Id;

    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>A lambda function, the argument of a higher-order function; its type is its body's.</summary>
public sealed record Lambda(ValueList<LambdaVariable> Parameters, Expression Body) : Expression
{
    public override DataType Type => Body.Type;
    public override bool Nullable => Body.Nullable;
    public override bool IsFoldable => false;
    public override ValueList<Expression> Children => [Body];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Body = children[0] };
    public override string Sql => $"lambdafunction({Body.Sql}, {string.Join(", ", Parameters.Select(p => p.Sql))})";

    // What the parameters are called, and which ids they were given, does not matter.
    public bool Equals(Lambda? other)
    {
        if (other is null || Parameters.Count != other.Parameters.Count)
            return false;
        for (var i = 0; i < Parameters.Count; i++)
            if (!Parameters[i].VariableType.Equals(other.Parameters[i].VariableType))
                return false;
        return Body.Equals(other.Body.Transform(e => e is LambdaVariable variable ? Renamed(variable, other.Parameters) : e));
    }

    private LambdaVariable Renamed(LambdaVariable variable, ValueList<LambdaVariable> from)
    {
        for (var i = 0; i < from.Count; i++)
            if (from[i].Id == variable.Id)
                return Parameters[i];
        return variable;
    }

    // Variables are all written alike.
    public override int GetHashCode() => HashCode.Combine(Parameters.Count, Body.Sql);
}
