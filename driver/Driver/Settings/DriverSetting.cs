using Spindle.Driver.Cluster;

namespace Spindle.Driver.Settings;

/// <summary>One row of the table: a setting that the driver reads.</summary>
/// <param name="Name">Without its prefix; it is accepted as <c>spindle.</c> and as <c>spark.</c>.</param>
/// <param name="Default">As the user would write it.</param>
/// <param name="Form">What it takes, for messages.</param>
/// <param name="Apply">The settings with the value; throws <see cref="FormatException"/> where it is none.</param>
public sealed record DriverSetting(string Name, string Default, string Form, Func<ClusterSettings, string, ClusterSettings> Apply);
