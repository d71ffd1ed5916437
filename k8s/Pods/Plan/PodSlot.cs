namespace Spindle.Pods.Plan;

internal enum SlotState
{
    /// <summary>No pod has been asked for, or it was refused.</summary>
    Missing,

    /// <summary>The API server has not answered yet.</summary>
    Asked,

    /// <summary>It was created and has not been seen.</summary>
    Created,

    /// <summary>It was seen, and waits for a node, an image or its start.</summary>
    Pending,

    /// <summary>Its container runs and has not reached the driver.</summary>
    Starting,

    /// <summary>Its executor has registered.</summary>
    Ready,

    /// <summary>Its end has been told. Final.</summary>
    Ended,
}

/// <summary>What a plan knows of one executor.</summary>
internal sealed class PodSlot(string executor)
{
    public string Executor { get; } = executor;

    public SlotState State { get; private set; }

    /// <summary>When the state was entered.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>When the pod was created, as far as this plan knows.</summary>
    public TimeSpan CreatedAt { get; private set; }

    public ObservedPod? Pod { get; set; }

    public bool IsPending => State is SlotState.Asked or SlotState.Created or SlotState.Pending or SlotState.Starting;

    /// <summary>Goes forward; late news never moves a state back, but for a refusal.</summary>
    public void Enter(SlotState state, TimeSpan now)
    {
        if (state <= State && !(state == SlotState.Missing && State == SlotState.Asked))
            return;
        if (State < SlotState.Created && state >= SlotState.Created)
            CreatedAt = now;
        State = state;
        Since = now;
    }
}
