using Spindle.Columnar.Types;

namespace Spindle.Analysis.Routines;

/// <summary>What names mean to one session beside tables and the functions of the engine and the program: SQL functions and variables.</summary>
public interface ISessionNames
{
    /// <summary>The function of a name of one or more parts; null where there is none.</summary>
    SqlFunction? FindFunction(ValueList<string> parts);

    /// <summary>The variable that a name begins with: the longest that fits.</summary>
    /// <param name="used">How many of the parts name it; what follows are fields of its value.</param>
    SessionVariable? FindVariable(ValueList<string> parts, out int used);
}

/// <summary>A session without functions and variables of its own.</summary>
internal sealed class NoSessionNames : ISessionNames
{
    public static readonly NoSessionNames Instance = new();

    public SqlFunction? FindFunction(ValueList<string> parts) => null;

    public SessionVariable? FindVariable(ValueList<string> parts, out int used)
    {
        used = 0;
        return null;
    }
}
