namespace Spindle.Cli.Kubernetes;

/// <summary>What <c>spindle submit</c> is asked to do.</summary>
internal sealed class SubmitOptions
{
    public ClusterOptions Cluster { get; } = new();

    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public bool ClusterMode { get; private set; }

    public bool Detach { get; private set; }

    public bool Help { get; private set; }

    public string Program { get; private set; } = "";

    public IReadOnlyList<string> Arguments { get; private set; } = [];

    public static SubmitOptions Parse(IReadOnlyList<string> words)
    {
        var options = new SubmitOptions();
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith('-'))
            {
                options.Program = words[i];
                options.Arguments = [.. words.Skip(i + 1)];
                break;
            }

            // An option takes one word at most: those before the program's name are ours, those behind it are the program's.
            var arguments = new Arguments([.. words.Skip(i).Take(2)]);
            options.Take(arguments);
            i += arguments.IsAtEnd && !words[i].Contains('=', StringComparison.Ordinal) && i + 1 < words.Count && !IsFlag(words[i]) ? 1 : 0;
        }

        if (!options.Help && options.Program.Length == 0)
            throw new UsageException("spindle submit needs a program: spindle submit --master k8s://https://host:port --image IMAGE PROGRAM.dll [arguments]");
        if (options.Cluster.Given is { } scope)
            options.Settings["spindle.kubernetes.namespace"] = scope;
        if (options.Cluster.Context is { } context)
            options.Settings["spindle.kubernetes.context"] = context;
        return options;
    }

    private static bool IsFlag(string word) => word is "--detach" or "--help" or "-h";

    private void Take(Arguments arguments)
    {
        var option = arguments.Option();
        if (Cluster.Take(option, arguments))
            return;
        switch (option)
        {
            case "--deploy-mode":
                ClusterMode = arguments.Value(option, "client or cluster") switch
                {
                    "cluster" => true,
                    "client" => false,
                    var other => throw new UsageException($"--deploy-mode takes client or cluster, not '{other}'"),
                };
                break;
            case "--image":
                Settings["spindle.kubernetes.container.image"] = arguments.Value(option, "an image");
                break;
            case "--driver-address":
                Settings["spindle.driver.host"] = arguments.Value(option, "a name or an address");
                break;
            case "--num-executors":
                Settings["spark.executor.instances"] = arguments.Value(option, "a number");
                break;
            case "--executor-cores":
                Settings["spark.executor.cores"] = arguments.Value(option, "a number");
                break;
            case "--executor-memory":
                Settings["spark.executor.memory"] = arguments.Value(option, "a size, as 2g");
                break;
            case "--driver-memory":
                Settings["spark.driver.memory"] = arguments.Value(option, "a size, as 2g");
                break;
            case "--conf" or "-c":
                var (key, value) = arguments.Pair(option, "key=value");
                Settings[key] = value;
                break;
            case "--detach":
                Detach = true;
                break;
            case "--help" or "-h":
                Help = true;
                break;
            default:
                throw Cli.Arguments.Unknown(option, "spindle submit");
        }
    }
}
