using Spindle.Client;
using Spindle.Client.Access;
using Spindle.Client.Requests;
using Spindle.Pods.Settings;

namespace Spindle.Cli.Kubernetes;

/// <summary>Which cluster and namespace a command means.</summary>
internal sealed class ClusterOptions
{
    private string? master;
    private string? context;
    private string? scope;

    /// <summary>Takes an option of the kind; false where it is another's.</summary>
    public bool Take(string option, Arguments arguments)
    {
        switch (option)
        {
            case "--master":
                master = arguments.Value(option, "k8s://https://host:port");
                return true;
            case "--context":
                context = arguments.Value(option, "a context of the kubeconfig");
                return true;
            case "-n" or "--namespace":
                scope = arguments.Value(option, "a namespace");
                return true;
            default:
                return false;
        }
    }

    /// <summary>As given; null where nothing was.</summary>
    public string? Master => master;

    public string? Context => context;

    public string? Given => scope;

    /// <summary>A client of the cluster, and the namespace in it.</summary>
    /// <param name="settings">What a submitter was given besides; null for a command that takes none.</param>
    public (ApiClient Client, string Namespace) Open(KubernetesSettings? settings = null)
    {
        try
        {
            settings ??= new KubernetesSettings();
            var endpoint = settings.SubmitterIdentity.Over(KubernetesMaster.EndpointOf(master ?? KubernetesMaster.Scheme, ApiEndpoint.Find(Environment.GetEnvironmentVariable, TimeProvider.System, context)), TimeProvider.System);
            var limits = new ApiClientOptions { Retry = new RetryPolicy { Attempts = 3, Deadline = TimeSpan.FromSeconds(10) }, AttemptTimeout = settings.RequestTimeout, ConnectTimeout = settings.ConnectionTimeout };
            return (new ApiClient(endpoint, limits), scope ?? endpoint.Namespace);
        }
        catch (KubeConfigException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
