using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Routines;

/// <summary>A variable and its value as of now.</summary>
/// <param name="Name">Its whole name as generated names show it: <c>system.session.a</c>.</param>
/// <param name="ValueText">The value in SQL, which generated names show too.</param>
public sealed record SessionVariable(string Name, Literal Value, string ValueText)
{
    /// <summary>What a result without an alias is called where the variable is part of an expression.</summary>
    public string Form => $"variablereference({Name}={ValueText})";
}
