namespace Spindle.Sql.Settings;

/// <summary>What the engine does with a setting.</summary>
internal enum SettingState
{
    /// <summary>It is followed.</summary>
    Honoured,

    /// <summary>There is one value; another would change what queries mean, and is refused.</summary>
    Fixed,

    /// <summary>It is taken with a warning: no answer depends on it here.</summary>
    WithoutEffect,
}

/// <summary>One row of the table of settings.</summary>
/// <param name="Name">Spark's name, or the engine's own, <c>spindle.…</c>.</param>
/// <param name="Default">As it would be written; null for none; <c>&lt;value of NAME&gt;</c> for what another says.</param>
/// <param name="Remark">What it does, or the reason why it does not; a line of the documents.</param>
internal sealed record Setting(string Name, string? Default, SettingState State, string Remark)
{
    private const string ValueOf = "<value of ";

    public SettingForm Form { get; init; } = SettingForm.Any;

    /// <summary>True where a session takes the value when it is made, and no other later.</summary>
    public bool IsOfStart { get; init; }

    /// <summary>A default that depends on the machine, described by <see cref="Default"/>.</summary>
    public Func<string>? Computed { get; init; }

    /// <summary>The setting whose value is the default; null for none.</summary>
    public string? SameAs => Default?.StartsWith(ValueOf, StringComparison.Ordinal) == true ? Default[ValueOf.Length..^1] : null;

    /// <summary>Whether a value asks for nothing but the default.</summary>
    public bool IsDefault(string value) => value.Trim().Equals(Default ?? "", StringComparison.OrdinalIgnoreCase);

    /// <summary>Rows of a text, one a line, <c>name = default</c>.</summary>
    public static IEnumerable<Setting> Listed(string rows, SettingState state, string remark) =>
        from line in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let at = line.IndexOf(" =", StringComparison.Ordinal)
        let standard = line[(at + 2)..].Trim()
        select new Setting(line[..at], standard.Length == 0 ? null : standard, state, remark);
}
