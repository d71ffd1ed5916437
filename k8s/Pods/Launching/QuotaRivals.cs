using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Plan;

namespace Spindle.Pods.Launching;

/// <summary>Looks who else is in a namespace whose quota is used up; once a few seconds at most.</summary>
internal sealed class QuotaRivals(ApplicationPlace place)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);

    private readonly TimeProvider time = place.Client.Options.Time;
    private long looked;
    private bool hasLooked;

    /// <summary>As of the last look.</summary>
    public Rivals Seen { get; private set; }

    /// <summary>Drivers that came later, the most that were there at one time.</summary>
    public int Juniors { get; private set; }

    /// <summary>Whether whoever submitted this driver has left it.</summary>
    public bool IsLeft { get; private set; }

    /// <summary>Whether it is time for another look.</summary>
    public bool IsDue => !hasLooked || time.GetElapsedTime(looked) >= Pause;

    public async Task LookAsync(CancellationToken cancel)
    {
        (hasLooked, looked) = (true, time.GetTimestamp());
        try
        {
            var pods = (await place.Client.Of<Pod>(place.Namespace).ListAsync(Selection.All, cancel).ConfigureAwait(false)).Items;
            See([.. pods.Where(p => !p.IsOver)]);
        }
        catch (Exception failed) when (failed is ApiException or IOException or OperationCanceledException)
        {
            // The next refusal looks again.
        }
    }

    // Pods' times are of whole seconds: names decide between drivers of the same one.
    private void See(IReadOnlyCollection<Pod> live)
    {
        var own = live.FirstOrDefault(p => IsOwn(p) && IsDriver(p));
        var drivers = live.Where(p => !IsOwn(p) && IsDriver(p) && !p.Metadata.IsDeleting).ToList();
        var seniors = own is null ? 0 : drivers.Count(d => Order(d).CompareTo(Order(own)) < 0);
        Seen = live.All(IsOwn) ? Rivals.None : seniors > 0 ? Rivals.Senior : Rivals.Others;
        Juniors = Math.Max(Juniors, drivers.Count - seniors);
        IsLeft = own?.Metadata.Annotation(Submitting.DriverPod.Left) is not null;
    }

    private bool IsOwn(Pod pod) => pod.Metadata.Label(Labels.Application) == place.Application;

    private static bool IsDriver(Pod pod) => pod.Metadata.Label(Labels.ManagedBy) == Labels.Manager && pod.Metadata.Label(Labels.Role) == Submitting.DriverPod.Role;

    private static (DateTimeOffset Created, string Name) Order(Pod pod) => (pod.Metadata.Created ?? DateTimeOffset.MaxValue, pod.Name);
}
