using Spindle.Columnar.Types;

namespace Spindle.Sql.Routines;

/// <summary>The variables of one block of a script, which <c>label.name</c> reaches too.</summary>
internal sealed class BlockVariables(string? label)
{
    private readonly Dictionary<string, Variable> variables = new(StringComparer.OrdinalIgnoreCase);

    public string? Label { get; } = label;

    /// <summary>The variable that a name begins with, and how many of its parts name it.</summary>
    public Variable? Find(ValueList<string> parts, out int used)
    {
        used = 2;
        if (Label is not null && parts.Count > 1 && parts[0].Equals(Label, StringComparison.OrdinalIgnoreCase) && variables.TryGetValue(parts[1], out var labelled))
            return labelled;
        used = 1;
        return variables.GetValueOrDefault(parts[0]);
    }

    public bool Add(Variable variable) => variables.TryAdd(variable.Name, variable);

    public void Set(Variable variable) => variables[variable.Name] = variable;
}
