using System.Text;

namespace Spindle.Sql.Settings;

/// <summary>The table of settings as a page, <c>docs/settings.md</c>.</summary>
public static class SettingDocument
{
    private const string Head = """
        # Settings

        Generated from the tables of settings (`engine/Session/Settings`, `driver/Driver/Settings`); `UPDATE=1 dotnet test tests/Driver.Tests --filter SettingDocument` writes it again.

        Settings have Spark's names, and `spindle.…` where the engine has its own; `spark.sql.…` may be written `spindle.sql.…`, and what concerns executors either way. A session takes them from its builder,
        `Conf.Set`, `SET name = value` and `--conf`. A name that begins with `spark.sql.` or `spindle.` and is none is refused with the nearest one, as is one of the families of executors over executors; other names
        that begin with `spark.` are warned of, and names of other kinds are the program's own.


        """;

    /// <param name="ofExecutors">Settings that the driver of executors reads: name, default, what it takes.</param>
    /// <param name="unsupported">Settings of Spark's that it knows and does not follow.</param>
    public static string Write(IEnumerable<(string Name, string Default, string Takes)> ofExecutors, IEnumerable<string> unsupported)
    {
        var page = new StringBuilder(Head);
        page.Append("## Followed\n\n| setting | default | takes | what it does |\n|---|---|---|---|\n");
        foreach (var setting in In(SettingState.Honoured))
            page.Append(FormattableString.Invariant($"| `{setting.Name}` | {Code(setting.Default)} | {setting.Form.Takes} | {Cell(setting.Remark)} |\n"));
        page.Append("\n## Followed over executors\n\nAs `spark.…` or `spindle.…`; in one process they mean nothing.\n\n| setting | default | takes |\n|---|---|---|\n");
        foreach (var (name, standard, takes) in ofExecutors.Where(s => SettingTable.Find("spark." + s.Name) is null).OrderBy(s => s.Name, StringComparer.Ordinal))
            page.Append(FormattableString.Invariant($"| `{name}` | {Code(standard)} | {Cell(takes)} |\n"));
        page.Append("\n## Of one value\n\nAnother value would change what queries mean, and is refused with the reason.\n\n| setting | value | reason |\n|---|---|---|\n");
        foreach (var setting in In(SettingState.Fixed))
            page.Append(FormattableString.Invariant($"| `{setting.Name}` | {Code(setting.Default)} | {Cell(setting.Remark)} |\n"));
        page.Append("\n## Without effect\n\nWho gives a value other than Spark's default is warned, once.\n\n| setting | Spark's default | reason |\n|---|---|---|\n");
        foreach (var setting in In(SettingState.WithoutEffect))
            page.Append(FormattableString.Invariant($"| `{setting.Name}` | {Code(setting.Default)} | {Cell(setting.Remark)} |\n"));
        foreach (var (prefix, reason) in SettingsWithoutEffect.Families)
            page.Append(FormattableString.Invariant($"| `{prefix}…`, any other | | {Cell(reason)} |\n"));
        page.Append("\nOver executors, with a warning too:\n\n");
        foreach (var name in unsupported.Order(StringComparer.Ordinal))
            page.Append(FormattableString.Invariant($"- `spark.{name}`\n"));
        return page.ToString();
    }

    private static IEnumerable<Setting> In(SettingState state) => SettingTable.All.Where(s => s.State == state).OrderBy(s => s.Name, StringComparer.Ordinal);

    private static string Code(string? value) => string.IsNullOrEmpty(value) ? "" : $"`{Cell(value)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
