namespace Spindle;

/// <summary>The package that a program references. Its public face is in <c>Spindle.Sql</c>.</summary>
public static class Package
{
    /// <summary>The version of the package.</summary>
    public static string Version { get; } = typeof(Package).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
