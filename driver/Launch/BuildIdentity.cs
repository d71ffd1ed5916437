using System.Globalization;

namespace Spindle.Launch;

/// <summary>
/// Which build a process runs. Driver and executor hand each other plans, blocks and rows in forms of their own, which change without the package's version: so both are to be of the same sources.
/// </summary>
public static class BuildIdentity
{
    /// <summary>The package's version, and what its sources sum up to: <c>0.1.0+9f3c12ab34cd56ef</c>.</summary>
    public static string Current { get; } = string.Create(CultureInfo.InvariantCulture, $"{typeof(BuildIdentity).Assembly.GetName().Version?.ToString(3)}+{SourceStamp.Value:x16}");
}
