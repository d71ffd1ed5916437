namespace Spindle.Pods;

/// <summary>The labels by which everything of an application is found.</summary>
public static class Labels
{
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    public const string Manager = "spindle";

    /// <summary>The application's id; under Spark's name, which selectors and dashboards know.</summary>
    public const string Application = "spark-app-selector";

    public const string Role = "spark-role";

    public const string Executor = "spark-exec-id";

    /// <summary>Those that settings may not set.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [ManagedBy, Application, Role, Executor];

    /// <summary>On everything of an application.</summary>
    public static Dictionary<string, string> Of(string application, string? role = null)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [ManagedBy] = Manager, [Application] = application };
        if (role is not null)
            labels[Role] = role;
        return labels;
    }
}
