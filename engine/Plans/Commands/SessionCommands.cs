using Spindle.Columnar.Types;

namespace Spindle.Plans.Commands;

/// <summary><c>SET key=value</c>; without a value it shows the setting, without a key all of them.</summary>
public sealed record SetSetting(string? Key, string? Value) : Command
{
    public override string Describe() => Key is null ? "SetSetting" : Value is null ? $"SetSetting {Key}" : $"SetSetting {Key}={Value}";
}

/// <summary><c>RESET [key]</c>.</summary>
public sealed record ResetSetting(string? Key) : Command
{
    public override string Describe() => Key is null ? "ResetSetting" : $"ResetSetting {Key}";
}

public sealed record UseDatabase(ValueList<string> Name) : Command
{
    public override string Describe() => $"UseDatabase {string.Join(".", Name)}";
}

public sealed record CreateDatabase(ValueList<string> Name, bool IfNotExists, string? Location, string? Comment) : Command
{
    public override string Describe() => $"CreateDatabase {string.Join(".", Name)}{(IfNotExists ? " if not exists" : "")}";
}

public sealed record DropDatabase(ValueList<string> Name, bool IfExists, bool Cascade) : Command
{
    public override string Describe() => $"DropDatabase {string.Join(".", Name)}{(IfExists ? " if exists" : "")}{(Cascade ? " cascade" : "")}";
}
