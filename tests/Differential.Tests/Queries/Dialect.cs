namespace Spindle.Differential.Tests.Queries;

/// <summary>Whose SQL a query is written in.</summary>
public enum Dialect
{
    Spark,
    Duck,
}
