namespace Spindle.Columnar.Errors;

/// <summary>The name of a kind of error, as Spark has it, and its SQLSTATE. A subclass is written <c>CLASS.SUBCLASS</c>.</summary>
public readonly record struct ErrorClass(string Name, string SqlState)
{
    public override string ToString() => Name;
}
