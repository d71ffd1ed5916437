using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

/// <summary>An operator or function that both dialects have under some name.</summary>
public sealed record Operator(SqlType Result, string Spark, string Duck, IReadOnlyList<SqlType> Operands, Feature? Feature = null);
