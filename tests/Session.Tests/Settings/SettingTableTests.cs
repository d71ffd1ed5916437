using Spindle.Columnar.Errors;
using Spindle.Testing;

namespace Spindle.Sql.Settings.Tests;

/// <summary>Every setting of Spark's SQL is followed, refused by name, or taken with a warning.</summary>
public sealed class SettingTableTests
{
    // Spindle's own, or written otherwise.
    private static readonly string[] OtherDefaults =
        ["spark.sql.session.timeZone", "spark.sql.adaptive.advisoryPartitionSizeInBytes", "spark.sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold"];

    [Fact]
    public void Every_setting_of_Sparks_is_in_the_table_with_its_default()
    {
        if (!SharedData.TryFind("spark/configs.tsv", out var path))
            return;
        foreach (var row in File.ReadLines(path).Skip(1).Select(l => l.Split('\t')))
        {
            var setting = SettingTable.Find(row[0]);
            Assert.True(setting is not null, row[0]);
            if (!OtherDefaults.Contains(row[0]))
                Assert.True(setting!.IsDefault(row[1] == "<undefined>" ? "" : row[1]), $"{row[0]}: {setting.Default}, and in Spark {row[1]}");
        }
    }

    [Fact]
    public void Every_default_is_a_value_that_the_setting_takes()
    {
        var settings = new SessionSettings([], warning => Assert.Fail(warning));
        foreach (var setting in SettingTable.All)
            if (settings.Find(setting.Name) is { } value)
                settings.Set(setting.Name, value);
    }

    [Fact]
    public void Names_that_are_none_are_refused_with_the_nearest()
    {
        var settings = new SessionSettings([], static _ => { });
        var error = Assert.Throws<SpindleException>(() => settings.Set("spark.sql.ansi.enable", "false"));
        Assert.Equal("SQL_CONF_NOT_FOUND", error.ErrorClass.Name);
        Assert.Contains("spark.sql.ansi.enabled", error.Message, StringComparison.Ordinal);
        Assert.Contains("spindle.batch.rows", Assert.Throws<SpindleException>(() => settings.Set("spindle.batch.row", "1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_one_value_refuses_another_with_the_reason()
    {
        var settings = new SessionSettings([], static _ => { });
        foreach (var setting in SettingTable.All.Where(s => s.State == SettingState.Fixed))
        {
            settings.Set(setting.Name, setting.Default ?? "");
            var error = Assert.Throws<SpindleException>(() => settings.Set(setting.Name, "another"));
            Assert.Equal("SPINDLE_FIXED_SETTING", error.ErrorClass.Name);
            Assert.Contains(setting.Remark, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_has_no_effect_is_said_once()
    {
        var warnings = new List<string>();
        var settings = new SessionSettings([], warnings.Add);
        var silent = SettingTable.All.Where(s => s.State == SettingState.WithoutEffect).ToList();
        for (var round = 0; round < 2; round++)
            foreach (var setting in silent)
                settings.Set(setting.Name, "another");
        Assert.Equal(silent.Select(s => $"{s.Name} has no effect: {s.Remark}"), warnings);
    }

    [Fact]
    public void Other_names_are_the_programs_own_unless_they_look_like_Sparks()
    {
        var warnings = new List<string>();
        var settings = new SessionSettings([], warnings.Add);
        settings.Set("my.key", "1");
        settings.Set("spark.task.maxFailures", "2");
        settings.Set("spark.sql.codegen.maxFields", "2");
        settings.Set("spark.myapp.key", "1");
        Assert.Equal(["spark.sql.codegen.maxFields has no effect: no code is generated", "spark.myapp.key has no effect: nothing reads it"], warnings);
        Assert.Equal("1", settings.Find("my.key"));
    }

    [Fact]
    public void Both_prefixes_name_one_setting()
    {
        var settings = new SessionSettings([], static _ => { });
        settings.Set("spindle.sql.ansi.enabled", "false");
        Assert.False(settings.Flag("spark.sql.ansi.enabled"));
        settings.Reset("spindle.sql.ansi.enabled");
        Assert.True(settings.Flag("spindle.sql.ansi.enabled"));
    }

    [Fact]
    public void What_a_session_takes_when_it_starts_is_said_to_come_late_afterwards()
    {
        var warnings = new List<string>();
        using var session = Session.Builder().Master("local[1]").Config("spindle.memory.limit", "1g").Warnings(warnings.Add).Create();
        Assert.Equal(1L << 30, session.State.Budget.Limit);
        Assert.Empty(warnings);
        session.Sql("SET spindle.memory.limit = 2g").Collect();
        session.Conf.Set("spark.task.maxFailures", 3);
        Assert.Equal(["spindle.memory.limit has no effect on a session that has started", "spark.task.maxFailures has no effect on a session that has started"], warnings);
    }

    [Fact]
    public void A_master_may_be_a_setting()
    {
        using var session = Session.Builder().Config("spark.master", "local[3]").Config("spark.app.name", "trial").Create();
        Assert.Equal("local[3]", session.Master);
        Assert.Equal("trial", session.Conf.Get("spark.app.name"));
    }
}
