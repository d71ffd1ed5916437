using Spindle.Columnar.Types;
using Spindle.Plans.Scripts;

namespace Spindle.Plans.Commands;

/// <summary><c>BEGIN … END</c>: statements with control flow. What it shows is what its last query gives.</summary>
public sealed record RunScript(ScriptBlock Body) : Command
{
    public override string Describe() => "RunScript";
}

/// <summary>UPDATE, DELETE and MERGE, which tables of files do not take.</summary>
/// <param name="Operation">As errors call it: <c>UPDATE TABLE</c>, <c>DELETE</c>, <c>MERGE INTO TABLE</c>.</param>
public sealed record ChangeRows(string Operation, ValueList<string> Table) : Command
{
    public override string Describe() => $"ChangeRows {Operation} {string.Join(".", Table)}";
}
