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

    /// <summary>Whether it is time for another look.</summary>
    public bool IsDue => !hasLooked || time.GetElapsedTime(looked) >= Pause;

    public async Task LookAsync(CancellationToken cancel)
    {
        (hasLooked, looked) = (true, time.GetTimestamp());
        try
        {
            var pods = (await place.Client.Of<Pod>(place.Namespace).ListAsync(Selection.All, cancel).ConfigureAwait(false)).Items;
            Seen = Of(pods.Where(p => !p.IsOver), place.Application);
        }
        catch (Exception failed) when (failed is ApiException or IOException or OperationCanceledException)
        {
            // The next refusal looks again.
        }
    }

    // Pods' times are of whole seconds: names decide between drivers of the same one.
    private static Rivals Of(IEnumerable<Pod> live, string application)
    {
        var (own, others) = (live.Where(p => p.Metadata.Label(Labels.Application) == application && IsDriver(p)).ToList(), live.Where(p => p.Metadata.Label(Labels.Application) != application).ToList());
        if (others.Count == 0)
            return Rivals.None;
        return own is [var driver, ..] && others.Any(o => IsDriver(o) && !o.Metadata.IsDeleting && Order(o).CompareTo(Order(driver)) < 0) ? Rivals.Senior : Rivals.Others;
    }

    private static bool IsDriver(Pod pod) => pod.Metadata.Label(Labels.ManagedBy) == Labels.Manager && pod.Metadata.Label(Labels.Role) == Submitting.DriverPod.Role;

    private static (DateTimeOffset Created, string Name) Order(Pod pod) => (pod.Metadata.Created ?? DateTimeOffset.MaxValue, pod.Name);
}
