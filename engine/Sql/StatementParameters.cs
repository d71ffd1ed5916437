using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Sql.Parsing;

/// <summary>A value for a parameter.</summary>
/// <param name="Value">A literal, or an expression over literals.</param>
/// <param name="Name">Null where it has none and is meant for a <c>?</c>.</param>
/// <param name="Text">The value as it was written, for errors.</param>
public sealed record StatementParameter(Expression Value, string? Name, string Text);

/// <summary>The values of a statement's parameters: by name for <c>:name</c>, in order for <c>?</c>.</summary>
public sealed record StatementParameters(ValueList<StatementParameter> Values);
