using Spindle.Analysis.Routines;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Sql.Catalogs;

namespace Spindle.Sql.Routines;

/// <summary>A variable: its type, its value, and the value that DEFAULT stands for.</summary>
internal sealed record Variable(string Name, DataType Type, Literal Value, Expression? Default);

/// <summary>
/// The SQL functions and variables of a session. Functions are temporary, or belong to a database; variables belong to the session, or to a block of a script, which is searched first, the
/// innermost before those around it.
/// </summary>
internal sealed class SessionNames(Func<string> database) : ISessionNames
{
    public const string Catalog = "system";
    public const string Schema = "session";

    private readonly Lock gate = new();
    private readonly Dictionary<string, Variable> variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SqlFunction> temporary = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SqlFunction> stored = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<BlockVariables> blocks = [];

    /// <summary>The name as it is told in errors.</summary>
    public static string Quoted(string variable) => $"`{Catalog}`.`{Schema}`.`{variable}`";

    public SessionVariable? FindVariable(ValueList<string> parts, out int used)
    {
        lock (gate)
        {
            for (var i = blocks.Count - 1; i >= 0; i--)
                if (blocks[i].Find(parts, out used) is { } local)
                    return Seen(local, blocks[i].Label is { } label ? $"{label}.{local.Name}" : local.Name);
            used = Qualifiers(parts) is var qualifiers && qualifiers < parts.Count && variables.ContainsKey(parts[qualifiers]) ? qualifiers + 1 : variables.ContainsKey(parts[0]) ? 1 : 0;
            return used == 0 ? null : Seen(variables[parts[used - 1]], $"{Catalog}.{Schema}.{variables[parts[used - 1]].Name}");
        }
    }

    /// <summary>The variable that a whole name means; null where there is none.</summary>
    public Variable? Variable(ValueList<string> parts)
    {
        lock (gate)
        {
            for (var i = blocks.Count - 1; i >= 0; i--)
                if (blocks[i].Find(parts, out var used) is { } local && used == parts.Count)
                    return local;
            return SessionName(parts) is { } name ? variables.GetValueOrDefault(name) : null;
        }
    }

    /// <summary>Gives a variable that there is another value.</summary>
    public void Set(ValueList<string> parts, Literal value)
    {
        lock (gate)
        {
            for (var i = blocks.Count - 1; i >= 0; i--)
            {
                if (blocks[i].Find(parts, out var used) is { } local && used == parts.Count)
                {
                    blocks[i].Set(local with { Value = value });
                    return;
                }
            }

            var name = SessionName(parts)!;
            variables[name] = variables[name] with { Value = value };
        }
    }

    /// <summary>Adds a variable to the innermost block, or to the session where there is none; false where there is one of that name.</summary>
    public bool Declare(Variable variable, bool replace)
    {
        lock (gate)
        {
            if (blocks.Count > 0)
                return blocks[^1].Add(variable);
            if (!replace)
                return variables.TryAdd(variable.Name, variable);
            variables[variable.Name] = variable;
            return true;
        }
    }

    /// <summary>Removes a variable of the session; false where there is none of that name.</summary>
    public bool DropVariable(ValueList<string> parts)
    {
        lock (gate)
            return SessionName(parts) is { } name && variables.Remove(name);
    }

    /// <summary>True while a block of a script runs, whose variables are declared in it.</summary>
    public bool InBlock
    {
        get
        {
            lock (gate)
                return blocks.Count > 0;
        }
    }

    public void Enter(BlockVariables block)
    {
        lock (gate)
            blocks.Add(block);
    }

    /// <summary>Leaves the innermost block, whose variables are gone.</summary>
    public void Leave()
    {
        lock (gate)
            blocks.RemoveAt(blocks.Count - 1);
    }

    /// <summary>The session's variable of a name: <c>a</c>, <c>session.a</c> or <c>system.session.a</c>; null where the qualifier is another.</summary>
    public static string? SessionName(ValueList<string> parts) => Qualifiers(parts) == parts.Count - 1 ? parts[^1] : null;

    public SqlFunction? FindFunction(ValueList<string> parts)
    {
        lock (gate)
        {
            if (Qualifiers(parts) == parts.Count - 1 && temporary.TryGetValue(parts[^1], out var found))
                return found;
            return StoredKey(parts) is { } key ? stored.GetValueOrDefault(key) : null;
        }
    }

    public bool Contains(SqlFunction function)
    {
        lock (gate)
            return function.IsTemporary ? temporary.ContainsKey(function.Name[0]) : stored.ContainsKey(Key(function));
    }

    public void Add(SqlFunction function)
    {
        lock (gate)
        {
            if (function.IsTemporary)
                temporary[function.Name[0]] = function;
            else
                stored[Key(function)] = function;
        }
    }

    public bool DropFunction(ValueList<string> parts, bool isTemporary)
    {
        lock (gate)
        {
            if (isTemporary)
                return temporary.Remove(parts[^1]);
            return StoredKey(parts) is { } key && stored.Remove(key);
        }
    }

    private static SessionVariable Seen(Variable variable, string name) => new(name, variable.Value, SqlValue.Of(variable.Value));

    private static int Qualifiers(ValueList<string> parts) =>
        parts.Count > 2 && Is(parts[0], Catalog) && Is(parts[1], Schema) ? 2 : parts.Count > 1 && Is(parts[0], Schema) ? 1 : 0;

    private string? StoredKey(ValueList<string> parts) => parts.Count switch
    {
        1 => $"{database()}.{parts[0]}",
        2 => $"{parts[0]}.{parts[1]}",
        3 when Is(parts[0], SessionCatalog.CatalogName) => $"{parts[1]}.{parts[2]}",
        _ => null,
    };

    private static string Key(SqlFunction function) => $"{function.Name[^2]}.{function.Name[^1]}";

    private static bool Is(string part, string name) => part.Equals(name, StringComparison.OrdinalIgnoreCase);
}
