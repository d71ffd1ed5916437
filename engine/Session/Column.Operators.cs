using Spindle.Plans.Expressions;

namespace Spindle.Sql;

public sealed partial class Column
{
    public static Column operator ==(Column left, object? right) => left.Call("=", right);

    public static Column operator !=(Column left, object? right) => left.Call("<>", right);

    public static Column operator <(Column left, object? right) => left.Call("<", right);

    public static Column operator <=(Column left, object? right) => left.Call("<=", right);

    public static Column operator >(Column left, object? right) => left.Call(">", right);

    public static Column operator >=(Column left, object? right) => left.Call(">=", right);

    public static Column operator +(Column left, object? right) => left.Call("+", right);

    public static Column operator -(Column left, object? right) => left.Call("-", right);

    public static Column operator *(Column left, object? right) => left.Call("*", right);

    public static Column operator /(Column left, object? right) => left.Call("/", right);

    public static Column operator %(Column left, object? right) => left.Call("%", right);

    public static Column operator +(object? left, Column right) => Functions.Lit(left).Call("+", right);

    public static Column operator -(object? left, Column right) => Functions.Lit(left).Call("-", right);

    public static Column operator *(object? left, Column right) => Functions.Lit(left).Call("*", right);

    public static Column operator /(object? left, Column right) => Functions.Lit(left).Call("/", right);

    public static Column operator +(Column left, Column right) => left.Call("+", right);

    public static Column operator -(Column left, Column right) => left.Call("-", right);

    public static Column operator *(Column left, Column right) => left.Call("*", right);

    public static Column operator /(Column left, Column right) => left.Call("/", right);

    public static Column operator -(Column operand) => operand.Call("-");

    /// <summary>SQL's AND; write it for <c>&amp;&amp;</c>.</summary>
    public static Column operator &(Column left, Column right) => new(new And(left.Expression, right.Expression));

    /// <summary>SQL's OR; write it for <c>||</c>.</summary>
    public static Column operator |(Column left, Column right) => new(new Or(left.Expression, right.Expression));

    public static Column operator !(Column operand) => new(new Not(operand.Expression));
}
